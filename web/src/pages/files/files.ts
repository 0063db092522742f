import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';

export type FileEntry = Shape<'FileView'>;
export type Trashed = Shape<'TrashedView'>;

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

/** What has come of an unfinished upload or copy, and the trash of a dataset: shown as what they are, or once they are whole. */
export const SHOWN_ELSEWHERE = /^(\.(uploading|copying)-[0-9a-f]{32}|\.Trash)$/;

/** A page of a folder. */
export async function listFiles({ project, path }: Place, query: { cursor?: string; limit: number }): Promise<Shape<'PageOfFileView'>> {
  const page = await body(api.GET('/api/v1/projects/{project}/files', { params: { path: { project }, query: { path, ...query } } }));
  return { ...page, items: page.items.filter((entry) => !SHOWN_ELSEWHERE.test(entry.name)) };
}

export function makeFolder(project: string, path: string): Promise<FileEntry> {
  return body(api.POST('/api/v1/projects/{project}/files/directories', { ...of(project), body: { path } }));
}

export function renameFile(project: string, from: string, to: string, overwrite = false): Promise<unknown> {
  return body(api.POST('/api/v1/projects/{project}/files/renames', { ...of(project), body: { from, to, overwrite } }));
}

/** Copies on the server; answers when all of it is there. */
export function copyFile(project: string, wish: Shape<'PostCopyRequest'>): Promise<Shape<'CopyView'>> {
  return body(api.POST('/api/v1/projects/{project}/files/copies', { ...of(project), body: wish }));
}

/** What is in the trash now; undefined if it is gone for good. */
export async function deleteFile(project: string, { path, isFolder }: FileTarget, skipTrash: boolean): Promise<Trashed | undefined> {
  const where = { path: { project }, query: { path, recursive: isFolder, skipTrash } };
  return (await body<Trashed | undefined | ''>(api.DELETE('/api/v1/projects/{project}/files', { params: where }))) || undefined;
}

/** Puts something back where it was. */
export function restoreTrashed(project: string, { id, path }: Trashed): Promise<FileEntry> {
  const dataset = path.slice(0, path.indexOf('/'));
  const where = { path: { project, trashed: id }, query: { path: dataset } };
  return body(api.POST('/api/v1/projects/{project}/files/trash/{trashed}/restore', { params: where, body: { to: null } }));
}

/** Deletes one thing of a trash for good, or all of it. */
export function emptyTrash(project: string, dataset: string, id?: string): Promise<unknown> {
  const query = { path: dataset };
  return id === undefined
    ? body(api.DELETE('/api/v1/projects/{project}/files/trash', { params: { path: { project }, query } }))
    : body(api.DELETE('/api/v1/projects/{project}/files/trash/{trashed}', { params: { path: { project, trashed: id }, query } }));
}

/** Reads again every folder of the project that is kept, and what it uses. */
export function useFilesChanged(project: string): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: keys.part(project, 'files') });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'usage') });
  }, [queries, project]);
}
