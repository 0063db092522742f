import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { datasetsQuery, topicsQuery, valueSchemaQuery } from '../../catalogue/catalogue';
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

/** What Kafka knows of a record, besides the fields of its value. */
const RECORD_COLUMNS = [
  { name: '_key', type: 'BLOB' }, { name: '_topic', type: 'VARCHAR' }, { name: '_partition', type: 'INTEGER' }, { name: '_offset', type: 'BIGINT' },
  { name: '_timestamp', type: 'TIMESTAMP WITH TIME ZONE' },
] as const;

type TopicSchema = Parameters<typeof columnsOf>[0];

/** The columns of a topic; the types of its fields as the schema names them. */
export function topicColumns(schema: TopicSchema): readonly { name: string; type: string }[] {
  const fields = columnsOf(schema).map((field) => ({ name: field.name, type: field.typeText }));
  return [...fields, ...RECORD_COLUMNS.filter((column) => fields.every((field) => field.name !== column.name))];
}

function columnsIfKnown(schema: TopicSchema | null | undefined): readonly { name: string; type: string }[] {
  return schema ? topicColumns(schema) : [];
}

/** The datasets and topics that SQL reads as tables, with the columns that are known so far. */
export function useTables(project: string): readonly EditorTable[] {
  const datasets = useQuery(datasetsQuery(project)).data;
  const topics = useQuery(topicsQuery(project)).data;
  const schemas = useQueries({ queries: (topics ?? []).map((topic) => ({ ...valueSchemaQuery(project, topic.name), enabled: false })) }).map((query) => query.data);
  const known = useQueries({ queries: (datasets ?? []).map((dataset) => ({ ...columnsQuery(project, dataset.name), enabled: false })) });
  const columns = known.map((query) => query.data);
  const print = JSON.stringify([datasets?.map((dataset) => dataset.name), columns, topics?.map((topic) => topic.name), schemas.map((schema) => schema?.id)]);
  // Made anew only where something was learned: the editor takes its language apart for it.
  return useMemo(
    () => [
      ...(datasets ?? []).map((dataset, index) => ({ name: dataset.name, kind: 'dataset', columns: columns[index] ?? [] })),
      ...(topics ?? []).map((topic, index) => ({ schema: 'topics', name: topic.name, kind: 'topic', columns: columnsIfKnown(schemas[index]) })),
    ],
    [print],
  );
}
