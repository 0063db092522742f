import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';

export type FileEntry = Shape<'FileView'>;

/** A file or folder that something is to be done with. */
export interface FileTarget {
  path: string;
  isFolder: boolean;
}

/** Where the browser of files is. */
export interface Place {
  project: string;
  dataset: string;
  /** Folders below the dataset. */
  folders: readonly string[];
  /** Path below the project. */
  path: string;
}

export function usePlace(): Place {
  const { name: project } = useProject();
  const { dataset = '', _splat = '' }: { dataset?: string; _splat?: string } = useParams({ strict: false });
  const folders = _splat.split('/').filter((folder) => folder !== '');
  return { project, dataset, folders, path: [dataset, ...folders].join('/') };
}

function of(project: string) {
  return { params: { path: { project } } };
}

/** What has come of an unfinished upload lies beside the file that it is to be; it is shown as an upload. */
const PARTIAL = /^\.uploading-[0-9a-f]{32}$/;

/** A page of a folder. */
export async function listFiles({ project, path }: Place, query: { cursor?: string; limit: number }): Promise<Shape<'PageOfFileView'>> {
  const page = await body(api.GET('/api/v1/projects/{project}/files', { params: { path: { project }, query: { path, ...query } } }));
  return { ...page, items: page.items.filter((entry) => !PARTIAL.test(entry.name)) };
}

export function makeFolder(project: string, path: string): Promise<FileEntry> {
  return body(api.POST('/api/v1/projects/{project}/files/directories', { ...of(project), body: { path } }));
}

export function renameFile(project: string, from: string, to: string): Promise<unknown> {
  return body(api.POST('/api/v1/projects/{project}/files/renames', { ...of(project), body: { from, to, overwrite: false } }));
}

export function deleteFile(project: string, { path, isFolder }: FileTarget): Promise<unknown> {
  const where = { path: { project }, query: { path, recursive: isFolder } };
  return body(api.DELETE('/api/v1/projects/{project}/files', { params: where }));
}

/** Reads again every folder of the project that is kept, and what it uses. */
export function useFilesChanged(project: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: keys.part(project, 'files') });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'usage') });
  }, [queries, project]);
}
