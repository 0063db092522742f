import { parseCsv } from './csv';
import type { Source } from './source';

const HEAD_MAX_BYTES = 64 * 1024;
const HEX_MAX_BYTES = 512;
const HEX_WIDTH = 16;

/** The beginning of a file, as it can be shown. */
export type Head = { isWhole: boolean } & ({ kind: 'text'; text: string } | { kind: 'grid'; rows: string[][] } | { kind: 'hex'; text: string });

/** Reads the beginning of a file. */
export function readHead(source: Source): Promise<Uint8Array<ArrayBuffer>> {
  return source.read(0, HEAD_MAX_BYTES);
}

/** Decides by the bytes whether it is text, and by the name how text is shown. */
export function show(path: string, bytes: Uint8Array, isWhole: boolean): Head {
  const text = textOf(bytes, isWhole);
  if (text === undefined) return { kind: 'hex', text: hexOf(bytes), isWhole: isWhole && bytes.length <= HEX_MAX_BYTES };
  if (/\.[ct]sv$/i.test(path)) return { kind: 'grid', rows: parseCsv(text, path.toLowerCase().endsWith('.tsv') ? '\t' : undefined), isWhole };
  return { kind: 'text', text, isWhole };
}

/** The text of bytes; undefined if they are none in UTF-8. */
export function textOf(bytes: Uint8Array, isWhole: boolean): string | undefined {
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
