import { REQUEST_HEADER } from '../api/client';
import { type ProblemError, problemOf, unreachable } from '../api/problem';
import { contentUrl } from './contentUrl';

/** A file above this comes in parts and can be paused; below, one request is cheaper and soon over. */
export const PARTS_FROM_BYTES = 8 * 1024 * 1024;

/** Length of a part: what a cut costs at most where the connection ends without a word, and 160 GB within the 10,000 blocks of a file. */
const PART_BYTES = 16 * 1024 * 1024;

/** When a part that failed is tried again: over a restart of the server, and until it has noticed that an old connection is gone. */
const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000];

/** What is to be sent. */
export interface Sending {
  readonly project: string;
  /** Path below the project. */
  readonly path: string;
  readonly file: File;
  readonly overwrite: boolean;
}

/** Who wants to hear of it. */
export interface Listener {
  onProgress: (sentBytes: number) => void;
  onDone: () => void;
  onFailed: (error: ProblemError) => void;
}

/** A file under way. */
export interface Transfer {
  /** Stops; what has come stays, and sending it again goes on from there. */
  pause: () => void;
  /** Stops and gives up what has come. */
  drop: () => void;
}

function answerOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Sends a file in one request; XMLHttpRequest, because fetch does not tell how far an upload is. */
export function sendWhole({ project, path, file, overwrite }: Sending, listener: Listener): Transfer {
  const request = new XMLHttpRequest();
  request.upload.onprogress = (event) => listener.onProgress(event.loaded);
  request.onerror = () => listener.onFailed(unreachable());
  request.onload = () => {
    if (request.status >= 200 && request.status <= 299) listener.onDone();
    else listener.onFailed(problemOf(request.status, answerOf(request.responseText)));
  };
  request.open('PUT', contentUrl(project, path, overwrite));
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  for (const [name, value] of Object.entries(REQUEST_HEADER)) request.setRequestHeader(name, value);
  request.send(file);
  const abort = () => request.abort();
  return { pause: abort, drop: abort };
}

/** Begins to send a file in parts, or goes on with it if this browser has begun it before, also before a reload. */
export async function sendInParts({ project, path, file, overwrite }: Sending, listener: Listener): Promise<Transfer> {
  const { DetailedError, Upload } = await import('tus-js-client');
  const endpoint = `${window.location.origin}/api/v1/projects/${encodeURIComponent(project)}/files/uploads`;
  const upload = new Upload(file, {
    endpoint,
    headers: REQUEST_HEADER,
    metadata: overwrite ? { path, overwrite: 'true' } : { path },
    chunkSize: PART_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    removeFingerprintOnSuccess: true,
    // The same file for the same place; whoever is signed in, the server shows an upload to who began it alone.
    fingerprint: () => Promise.resolve(['hops', endpoint, path, file.size, file.lastModified, overwrite].join(' ')),
    onProgress: (sentBytes) => listener.onProgress(sentBytes),
    onSuccess: () => listener.onDone(),
    onShouldRetry: (error) => mayPass(error.originalResponse?.getStatus() ?? 0, error.originalResponse?.getBody() ?? ''),
    onError: (error) => {
      const response = error instanceof DetailedError ? error.originalResponse : null;
      listener.onFailed(response ? problemOf(response.getStatus(), answerOf(response.getBody())) : unreachable());
    },
  });
  const [before] = await upload.findPreviousUploads();
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
  return {
    pause: () => void upload.abort(),
    // That it is gone already, or not begun, is as good.
    drop: () => void upload.abort(true).catch(() => undefined),
  };
}

/** Whether the same part may be taken later: all but refusals, and of these the two that say that another part is under way or was. */
function mayPass(status: number, text: string): boolean {
  const { code } = problemOf(status, answerOf(text));
  return status === 0 || status === 429 || status >= 500 ? code !== 'storage-quota-exceeded' : code === 'conflict' || code === 'lease-conflict';
}
