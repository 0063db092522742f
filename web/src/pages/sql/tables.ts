import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { datasetsQuery, keySchemaQuery, recordColumns, topicsQuery, valueSchemaQuery } from '../../catalogue/catalogue';
import { columnsOf } from '../../schemas/columns';
import type { EditorTable } from '../../ui/editor/marks';
import { type AnswerColumn, answerOf, quoted } from './answer';

/** The columns of a dataset: what a SELECT of no rows answers. It takes a runner, so it is asked when somebody wants to know. */
export function columnsQuery(project: string, dataset: string) {
  return queryOptions({
    queryKey: keys.part(project, 'datasets', dataset, 'columns'),
    queryFn: async (): Promise<readonly AnswerColumn[]> => {
      const statement = `SELECT * FROM ${quoted(dataset)} LIMIT 0`;
      return answerOf(await body(api.POST('/api/v1/projects/{project}/sql', { params: { path: { project } }, body: { statement, rowsMax: 1 } })), 0).columns;
    },
    staleTime: Infinity,
    retry: false,
  });
}

type TopicSchema = Parameters<typeof columnsOf>[0];

/** The columns of a topic; the types of its fields as the schema names them. */
export function topicColumns(schema: TopicSchema, ofRecords: EditorTable['columns']): EditorTable['columns'] {
  const fields = columnsOf(schema).map((field) => ({ name: field.name, type: field.typeText }));
  return [...fields, ...ofRecords.filter((column) => fields.every((field) => field.name !== column.name))];
}

/** The datasets and topics that SQL reads as tables, with the columns that are known so far. */
export function useTables(project: string): readonly EditorTable[] {
  const datasets = useQuery(datasetsQuery(project)).data;
  const topics = useQuery(topicsQuery(project)).data;
  const schemas = useQueries({ queries: (topics ?? []).map((topic) => ({ ...valueSchemaQuery(project, topic.name), enabled: false })) }).map((query) => query.data);
  const ofKeys = useQueries({ queries: (topics ?? []).map((topic) => ({ ...keySchemaQuery(project, topic.name), enabled: false })) }).map((query) => query.data);
  const known = useQueries({ queries: (datasets ?? []).map((dataset) => ({ ...columnsQuery(project, dataset.name), enabled: false })) });
  const columns = known.map((query) => query.data);
  const print = JSON.stringify([datasets?.map((dataset) => dataset.name), columns, topics?.map((topic) => topic.name), schemas.map((schema) => schema?.id), ofKeys.map((schema) => schema?.id)]);
  // Made anew only where something was learned: the editor takes its language apart for it.
  return useMemo(
    () => [
      ...(datasets ?? []).map((dataset, index) => ({ name: dataset.name, kind: 'dataset', columns: columns[index] ?? [] })),
      ...(topics ?? []).map((topic, index) => {
        const schema = schemas[index];
        return { schema: 'topics', name: topic.name, kind: 'topic', columns: schema ? topicColumns(schema, recordColumns(ofKeys[index])) : [] };
      }),
    ],
    [print],
  );
}
