import { ProblemError, problemOf, unreachable } from '../../../api/problem';
import { contentUrl } from '../../../uploads/contentUrl';

/** What one preview takes at most, in one piece and in all: it is an export, and lies in the memory of a tab. */
const PIECE_MAX_BYTES = 16 * 1024 * 1024;
const TAKEN_MAX_BYTES = 48 * 1024 * 1024;

/** A file of which parts are read. */
export interface Source {
  readonly name: string;
  readonly lengthBytes: number;
  /** Bytes from an offset up to another, or to the end of the file. */
  read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
}

export function sourceOf(project: string, path: string, lengthBytes: number): Source {
  let takenBytes = 0;
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    lengthBytes,
    read: async (from, to) => {
      const end = Math.min(to, lengthBytes);
      if (end <= from) return new Uint8Array();
      takenBytes += end - from;
      if (end - from > PIECE_MAX_BYTES || takenBytes > TAKEN_MAX_BYTES) throw tooLarge();
      const headers = { Range: `bytes=${from}-${end - 1}` };
      const response = await fetch(contentUrl(project, path), { headers }).catch(() => {
        throw unreachable();
      });
      if (response.status === 206) return new Uint8Array(await response.arrayBuffer());
      throw problemOf(response.status, await response.json().catch(() => null));
    },
  };
}

function tooLarge(): ProblemError {
  return new ProblemError({ status: -1, code: 'preview-too-large', title: 'Too large for a preview', detail: 'Its parts are too large to look at here: query it in SQL.' });
}
