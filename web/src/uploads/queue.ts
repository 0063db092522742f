import { type ProblemError, problemOf, unreachable } from '../api/problem';
import { REQUEST_HEADER } from '../api/client';
import { contentUrl } from './contentUrl';

export type UploadState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One file on its way. */
export interface Upload {
  readonly id: number;
  readonly project: string;
  /** Path below the project. */
  readonly path: string;
  readonly file: File;
  readonly sentBytes: number;
  readonly state: UploadState;
  readonly error?: ProblemError;
  readonly onDone: () => void;
}

const RUNNING_MAX = 2;
const UPLOADS_MAX = 500;

let uploads: readonly Upload[] = [];
let idNext = 1;
const requests = new Map<number, XMLHttpRequest>();
const listeners = new Set<() => void>();

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function snapshot(): readonly Upload[] {
  return uploads;
}

function publish(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(id: number, facts: Partial<Upload>): void {
  publish(uploads.map((upload) => (upload.id === id ? { ...upload, ...facts } : upload)));
}

export function isUnfinished(upload: Upload): boolean {
  return upload.state === 'waiting' || upload.state === 'running';
}

/** Takes files for a folder; says how many were too many. */
export function enqueue(files: readonly File[], project: string, folder: string, onDone: () => void): number {
  const room = UPLOADS_MAX - uploads.length;
  const taken = files.slice(0, Math.max(0, room)).map((file): Upload => ({
    id: idNext++, project, path: `${folder}/${file.name}`, file, sentBytes: 0, state: 'waiting', onDone,
  }));
  publish([...uploads, ...taken]);
  startNext();
  return files.length - taken.length;
}

function startNext(): void {
  while (requests.size < RUNNING_MAX) {
    const next = uploads.find((upload) => upload.state === 'waiting');
    if (!next) return;
    send(next, false);
  }
}

function answerOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

/** Sends one file; XMLHttpRequest, because fetch does not tell how far an upload is. */
function send(upload: Upload, overwrite: boolean): void {
  const request = new XMLHttpRequest();
  const end = (facts: Partial<Upload>) => {
    requests.delete(upload.id);
    change(upload.id, facts);
    startNext();
  };
  request.upload.onprogress = (event) => change(upload.id, { sentBytes: event.loaded });
  request.onerror = () => end({ state: 'failed', error: unreachable() });
  request.onabort = () => end({ state: 'cancelled' });
  request.onload = () => {
    if (request.status < 200 || request.status > 299) return end({ state: 'failed', error: problemOf(request.status, answerOf(request)) });
    end({ state: 'done', sentBytes: upload.file.size });
    upload.onDone();
  };
  requests.set(upload.id, request);
  change(upload.id, { state: 'running', sentBytes: 0 });
  request.open('PUT', contentUrl(upload.project, upload.path, overwrite));
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  for (const [name, value] of Object.entries(REQUEST_HEADER)) request.setRequestHeader(name, value);
  request.send(upload.file);
}

export function cancel(id: number): void {
  const request = requests.get(id);
  if (request) request.abort();
  else change(id, { state: 'cancelled' });
}

/** Sends a file again; in place of the one that is there if told so. */
export function again(upload: Upload, overwrite: boolean): void {
  send(upload, overwrite);
}

/** Forgets those that are finished. */
export function clear(): void {
  publish(uploads.filter(isUnfinished));
}

window.addEventListener('beforeunload', (event) => {
  if (uploads.some(isUnfinished)) event.preventDefault();
});
