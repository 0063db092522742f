import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { datasetsQuery } from '../../catalogue/catalogue';
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

/** The datasets that SQL reads as tables, with the columns that are known so far. */
export function useTables(project: string): readonly EditorTable[] {
  const datasets = useQuery(datasetsQuery(project)).data;
  const known = useQueries({ queries: (datasets ?? []).map((dataset) => ({ ...columnsQuery(project, dataset.name), enabled: false })) });
  const columns = known.map((query) => query.data);
  const print = JSON.stringify([datasets?.map((dataset) => dataset.name), columns]);
  // Made anew only where something was learned: the editor takes its language apart for it.
  return useMemo(() => (datasets ?? []).map((dataset, index) => ({ name: dataset.name, kind: 'dataset', columns: columns[index] ?? [] })), [print]);
}
