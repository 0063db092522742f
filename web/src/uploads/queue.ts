import { asProblem, ProblemError } from '../api/problem';
import { PARTS_FROM_BYTES, sendInParts, sendWhole, type Transfer } from './transfer';

export type UploadState = 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** A file that somebody has chosen, before it is one of the uploads. */
export interface Chosen {
  readonly file: File;
  /** Path below the folder that it goes to. */
  readonly name: string;
  /** The browser was not let read it. */
  readonly isUnreadable?: boolean;
}

/** One file on its way. */
export interface Upload {
  readonly id: number;
  readonly project: string;
  /** Path below the project. */
  readonly path: string;
  readonly name: string;
  readonly file: File;
  readonly sentBytes: number;
  readonly state: UploadState;
  readonly overwrite: boolean;
  /** When it began to run, and how much of it had come then: for its speed. */
  readonly since?: { ms: number; sentBytes: number };
  readonly error?: ProblemError;
  readonly batch: Batch;
}

/** Files that were chosen together, taken one by one: of a folder of any size only a few are uploads at a time. */
interface Batch {
  readonly project: string;
  readonly folder: string;
  readonly files: AsyncIterator<Chosen>;
  readonly makeFolder: (path: string) => Promise<unknown>;
  readonly onDone: () => void;
  /** The folder that was made last; files come folder by folder. */
  folderMade: string;
}

/** What the tray shows. */
export interface Tray {
  readonly uploads: readonly Upload[];
  /** Uploads that were done and are not listed any more. */
  readonly doneCount: number;
  /** Whether more files wait to be taken. */
  readonly hasMore: boolean;
  readonly isPaused: boolean;
}

const RUNNING_MAX = 2;
const WAITING_MAX = 20;
/** Rows of the tray; failures stay until somebody looks, and with so many of them nothing more is taken. */
const LISTED_MAX = 200;

let tray: Tray = { uploads: [], doneCount: 0, hasMore: false, isPaused: false };
let idNext = 1;
let isTaking = false;
const batches: Batch[] = [];
/** Of what runs or is paused. */
const transfers = new Map<number, Transfer>();
const listeners = new Set<() => void>();

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function snapshot(): Tray {
  return tray;
}

function publish(next: Partial<Tray>): void {
  tray = { ...tray, ...next };
  for (const listener of listeners) listener();
}

function change(id: number, facts: Partial<Upload>): void {
  publish({ uploads: tray.uploads.map((upload) => (upload.id === id ? { ...upload, ...facts } : upload)) });
}

function find(id: number): Upload | undefined {
  return tray.uploads.find((upload) => upload.id === id);
}

export function isUnfinished(upload: Upload): boolean {
  return upload.state === 'waiting' || upload.state === 'running' || upload.state === 'paused';
}

/** Whether it can be stopped and go on where it was. */
export function hasParts(upload: Upload): boolean {
  return upload.file.size > PARTS_FROM_BYTES;
}

/** Takes files for a folder, as many as there are. */
export function enqueue(files: AsyncIterable<Chosen>, batch: Pick<Batch, 'project' | 'folder' | 'makeFolder' | 'onDone'>): void {
  batches.push({ ...batch, files: files[Symbol.asyncIterator](), folderMade: batch.folder });
  publish({ hasMore: true });
  void take();
}

/** Takes files of the batches until enough wait. */
async function take(): Promise<void> {
  if (isTaking) return;
  isTaking = true;
  try {
    while (batches[0] && hasRoom()) await takeOne(batches[0]);
  } finally {
    isTaking = false;
  }
  publish({ hasMore: batches.length > 0 });
  startNext();
}

function unreadable(): ProblemError {
  return new ProblemError({ status: -1, code: 'unreadable', title: 'It cannot be read', detail: 'This computer does not let the browser read it.' });
}

function hasRoom(): boolean {
  const waiting = tray.uploads.filter((upload) => upload.state === 'waiting').length;
  return waiting < WAITING_MAX && tray.uploads.length < LISTED_MAX;
}

async function takeOne(batch: Batch): Promise<void> {
  const next = await batch.files.next().catch(() => ({ done: true as const, value: undefined }));
  if (next.done) {
    batches.shift();
    return;
  }
  const { file, name, isUnreadable } = next.value;
  const { project, folder } = batch;
  const upload: Upload = { id: idNext++, project, path: `${folder}/${name}`, name, file, sentBytes: 0, state: 'waiting', overwrite: false, batch };
  publish({ uploads: [...tray.uploads, isUnreadable ? { ...upload, state: 'failed', error: unreadable() } : upload] });
  startNext();
}

function startNext(): void {
  while (!tray.isPaused && tray.uploads.filter((upload) => upload.state === 'running').length < RUNNING_MAX) {
    const next = tray.uploads.find((upload) => upload.state === 'waiting');
    if (!next) return;
    void send(next);
  }
}

async function send(upload: Upload): Promise<void> {
  const { id, batch } = upload;
  // Until there is a transfer, stopping it is remembered in its state.
  change(id, { state: 'running', sentBytes: 0 });
  const end = (facts: Partial<Upload>) => {
    if (find(id)?.state !== 'running') return;
    settle(id, facts);
  };
  const listener = {
    onProgress: (sentBytes: number) => change(id, { sentBytes, ...(find(id)?.since ? {} : { since: { ms: performance.now(), sentBytes } }) }),
    onDone: () => {
      end({ state: 'done', sentBytes: upload.file.size });
      batch.onDone();
    },
    onFailed: (error: ProblemError) => end({ state: 'failed', error }),
  };
  try {
    await needFolder(upload);
    const transfer = hasParts(upload) ? await sendInParts(upload, listener) : sendWhole(upload, listener);
    const state = find(id)?.state;
    if (state === 'running' || state === 'paused') transfers.set(id, transfer);
    if (state === 'paused') transfer.pause();
    if (state === 'cancelled') transfer.drop();
  } catch (thrown) {
    end({ state: 'failed', error: asProblem(thrown) });
  }
}

/** The folder of a file of a folder is made before the file. */
async function needFolder({ path, batch }: Upload): Promise<void> {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (folder === batch.folder || folder === batch.folderMade) return;
  await batch.makeFolder(folder);
  batch.folderMade = folder;
}

/** An upload does not run any more: the next one may. */
function settle(id: number, facts: Partial<Upload>): void {
  if (facts.state !== 'paused') transfers.delete(id);
  const { since: _, ...rest } = { ...find(id), ...facts } as Upload;
  const uploads = tray.uploads.map((upload) => (upload.id === id ? rest : upload));
  const done = uploads.filter((upload) => upload.state === 'done');
  // The oldest that are done give way to what is to come.
  const isFull = uploads.length >= LISTED_MAX / 2 && done[0] !== undefined;
  publish(isFull ? { uploads: uploads.filter((upload) => upload !== done[0]), doneCount: tray.doneCount + 1 } : { uploads });
  void take();
}

/** Stops a file that comes in parts; it goes on where it was. */
export function pause(id: number): void {
  transfers.get(id)?.pause();
  settle(id, { state: 'paused' });
}

/** Stops all that can go on, and begins nothing. */
export function pauseAll(): void {
  publish({ isPaused: true });
  for (const upload of tray.uploads) if (upload.state === 'running' && hasParts(upload)) pause(upload.id);
}

/** Goes on with all that was stopped. */
export function resumeAll(): void {
  publish({ isPaused: false, uploads: tray.uploads.map((upload) => (upload.state === 'paused' ? { ...upload, state: 'waiting' } : upload)) });
  startNext();
}

export function cancel(id: number): void {
  transfers.get(id)?.drop();
  settle(id, { state: 'cancelled' });
}

/** Sends a file again, or goes on with it; in place of the one that is there if told so. */
export function again({ id }: Upload, overwrite: boolean): void {
  publish({ uploads: tray.uploads.map((upload) => (upload.id === id ? waitingAgain(upload, overwrite) : upload)) });
  startNext();
}

function waitingAgain({ error: _, ...upload }: Upload, overwrite: boolean): Upload {
  return { ...upload, state: 'waiting', overwrite };
}

/** Forgets those that are finished. */
export function clear(): void {
  publish({ uploads: tray.uploads.filter(isUnfinished), doneCount: 0 });
  void take();
}

window.addEventListener('beforeunload', (event) => {
  if (tray.hasMore || tray.uploads.some(isUnfinished)) event.preventDefault();
});
