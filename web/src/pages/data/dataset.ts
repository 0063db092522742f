import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';

export type Dataset = Shape<'DatasetView'>;
export type DatasetAccess = Shape<'DatasetAccess'>;

/** Who may write, in words. */
export const ACCESS_WORDS: Record<DatasetAccess, string> = { EDITABLE: 'Every member', READ_ONLY: 'Its maker' };

/** Who may write to a dataset as this project sees it: one that is borrowed has the rights of the share. */
export function writersOf({ access, rights }: Dataset): string {
  return rights === 'READ' ? 'Not this project' : ACCESS_WORDS[access];
}

/** Why another project cannot be let write to a dataset; undefined if it can. */
export function writeDenied({ access }: Dataset): string | undefined {
  return access === 'READ_ONLY' ? 'Only its maker writes to this dataset: edit it first so that every member does.' : undefined;
}

export function at(project: string, dataset: string) {
  return { path: { project, dataset } };
}

/** A dataset with the tag that a change has to name. */
export function readDataset(project: string, dataset: string) {
  return tagged(api.GET('/api/v1/projects/{project}/datasets/{dataset}', { params: at(project, dataset) }));
}

/** Deletes a dataset; one that a query writes into only if it is forced. */
export async function deleteDataset(project: string, dataset: string, isForced: boolean): Promise<void> {
  const { tag } = await readDataset(project, dataset);
  const params = { ...at(project, dataset), header: { 'If-Match': tag }, query: isForced ? { force: true } : {} };
  await body(api.DELETE('/api/v1/projects/{project}/datasets/{dataset}', { params }));
}

/** Reads again what changes with a dataset. */
export function useDatasetsChanged(project: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: keys.part(project, 'datasets') });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'usage') });
  }, [queries, project]);
}
