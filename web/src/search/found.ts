import { linkOptions } from '@tanstack/react-router';
import { api, body, type Shape } from '../api/client';

/** One result of a search, the answer with it, and where a word is in a text. */
export type Found = Shape<'SearchResultView'>;
export type FoundType = Found['type'];
export type SearchAnswer = Shape<'SearchView'>;
export type TextMark = Shape<'SearchMarkView'>;

/** What a type is called, one and many. */
export const TYPE_WORDS: Record<FoundType, readonly [one: string, many: string]> = {
  PROJECT: ['Project', 'Projects'],
  DATASET: ['Dataset', 'Datasets'],
  TOPIC: ['Topic', 'Topics'],
  SCHEMA: ['Schema', 'Schemas'],
  FIELD: ['Field', 'Fields'],
  QUERY: ['Query', 'Queries'],
  FILE: ['File', 'Files'],
};

export interface SearchFilters {
  q: string;
  type?: string;
  project?: string;
  limit: number;
  cursor?: string;
}

export function readSearch(query: SearchFilters, signal?: AbortSignal): Promise<SearchAnswer> {
  return body(api.GET('/api/v1/search', { params: { query }, ...(signal && { signal }) }));
}

/** Results that are equal are the same one. */
export function foundKey(found: Found): string {
  return JSON.stringify([found.type, found.project, found.name, found.place]);
}

/** The page of a result; that of a public dataset which no project of the user has yet is in the catalogue. */
export function pageOf(found: Found) {
  const { project, name } = found;
  if (project === null) return linkOptions({ to: '/catalogue', search: { dataset: name } });
  switch (found.type) {
    case 'PROJECT': return linkOptions({ to: '/p/$project', params: { project }, search: {} });
    case 'DATASET': return linkOptions({ to: '/p/$project/data/$dataset/$', params: { project, dataset: name, _splat: '' }, search: {} });
    case 'TOPIC': return linkOptions({ to: '/p/$project/topics/$topic', params: { project, topic: name }, search: {} });
    case 'SCHEMA': return linkOptions({ to: '/p/$project/schemas/$subject', params: { project, subject: name }, search: {} });
    case 'FIELD': return linkOptions({ to: '/p/$project/schemas/$subject', params: { project, subject: found.place ?? '' }, search: {} });
    case 'FILE': return fileOf(project, name, found.place ?? '');
    case 'QUERY': return linkOptions({ to: '/p/$project/queries/$query', params: { project, query: name }, search: {} });
  }
}

/** How old the index is, where that is worth a word. */
export function ageOf(answer: SearchAnswer): string {
  if (answer.behindMs === null) return 'The index is being made for the first time: there may be more in a while.';
  const seconds = Number(answer.behindMs) / 1000;
  if (seconds >= 1) return `The index is ${seconds < 60 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`} behind.`;
  return answer.isComplete ? 'The index is up to date.' : 'Not everything could be looked through: say more words.';
}

/** A directory, or the directory of a file with that open: its page knows which it is. */
function fileOf(project: string, name: string, place: string) {
  const [dataset = '', ...folders] = place.split('/');
  return linkOptions({ to: '/p/$project/data/$dataset/$', params: { project, dataset, _splat: [...folders, name].join('/') }, search: {} });
}
