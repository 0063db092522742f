import { parseCsv } from './csv';
import { problemOf, unreachable } from '../../api/problem';
import { contentUrl } from '../../uploads/contentUrl';

const HEAD_MAX_BYTES = 64 * 1024;
const HEX_MAX_BYTES = 512;
const HEX_WIDTH = 16;

/** The beginning of a file, as it can be shown. */
export type Head = { isWhole: boolean } & ({ kind: 'text'; text: string } | { kind: 'grid'; rows: string[][] } | { kind: 'hex'; text: string });

/** Reads the beginning of a file and lets the rest go. */
export async function readHead(project: string, path: string): Promise<Head> {
  const stop = new AbortController();
  const response = await fetch(contentUrl(project, path), { signal: stop.signal }).catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  const { bytes, isWhole } = await take(response);
  stop.abort();
  return show(path, bytes, isWhole);
}

async function take(response: Response): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const head = new Uint8Array(HEAD_MAX_BYTES);
  const reader = response.body?.getReader();
  let lengthBytes = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return { bytes: head.subarray(0, lengthBytes), isWhole: true };
    const room = HEAD_MAX_BYTES - lengthBytes;
    head.set(part.value.subarray(0, room), lengthBytes);
    lengthBytes += Math.min(room, part.value.length);
    if (part.value.length > room) return { bytes: head, isWhole: false };
  }
}

/** Decides by the bytes whether it is text, and by the name how text is shown. */
export function show(path: string, bytes: Uint8Array, isWhole: boolean): Head {
  const text = textOf(bytes, isWhole);
  if (text === undefined) return { kind: 'hex', text: hexOf(bytes), isWhole: isWhole && bytes.length <= HEX_MAX_BYTES };
  if (/\.[ct]sv$/i.test(path)) return { kind: 'grid', rows: parseCsv(text, path.toLowerCase().endsWith('.tsv') ? '\t' : undefined), isWhole };
  return { kind: 'text', text, isWhole };
}

function textOf(bytes: Uint8Array, isWhole: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    // A character that the end of the head cuts in two is waited for, not refused.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined;
  }
}

function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, HEX_MAX_BYTES); offset += HEX_WIDTH) {
    const line = [...bytes.subarray(offset, offset + HEX_WIDTH)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(HEX_WIDTH * 3)} ${letters}`);
  }
  return lines.join('\n');
}
