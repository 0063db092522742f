import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../../api/client';
import { keys } from '../../../api/keys';
import type { Dataset } from '../../../catalogue/catalogue';
import { SHOWN_ELSEWHERE } from '../files';

/** A folder that something can be put into, or why it cannot. */
export interface Folder {
  path: string;
  name: string;
  /** 1 for a dataset. */
  level: number;
  denied?: string | undefined;
}

const PAGE_SIZE = 1000;

/** Further names of one folder are not looked through for folders. */
const PAGES_MAX = 5;

/** The folders in a folder, by name. */
export function foldersQuery(project: string, path: string) {
  return queryOptions({
    queryKey: keys.part(project, 'files', 'folders', path),
    queryFn: async () => {
      const names: string[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < PAGES_MAX; page++) {
        const query: { path: string; limit: number; cursor?: string } = { path, limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) };
        const read = await body(api.GET('/api/v1/projects/{project}/files', { params: { path: { project }, query } }));
        names.push(...read.items.filter((entry) => entry.kind === 'DIRECTORY' && !SHOWN_ELSEWHERE.test(entry.name)).map((entry) => entry.name));
        cursor = read.nextCursor;
        if (cursor === null) break;
      }
      return names;
    },
  });
}

interface From {
  /** The project that owns what is moved or copied. */
  owner: string;
  /** Why it may not leave that project; undefined if it may. */
  exportDenied: string | undefined;
  user: string;
}

/** A dataset as a place to put something. */
export function asFolder(dataset: Dataset, from: From): Folder {
  return { path: dataset.name, name: dataset.name, level: 1, denied: deniedOf(dataset, from) };
}

function deniedOf({ rights, access, creator, owner }: Dataset, from: From): string | undefined {
  if (rights === 'READ') return `${owner} lends it for reading only.`;
  if (access === 'READ_ONLY' && (rights !== null || creator !== from.user)) return 'Only its maker writes to it.';
  return owner === from.owner ? undefined : from.exportDenied;
}
