// A whole string, so that digits in it are left alone, or an integer of 16 digits and more.
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]+|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g;
const LONG_INTEGER = /\d{16}/;

function quoted(part: string): string {
  return part.startsWith('"') || Number.isSafeInteger(Number(part)) ? part : `"${part}"`;
}

/**
 * Reads JSON; an integer that a JavaScript number cannot hold stays what was sent: its digits. A reviver that sees the source would do
 * the same in fewer browsers.
 */
export function parseLossless(text: string): unknown {
  return JSON.parse(LONG_INTEGER.test(text) ? text.replace(STRING_OR_LONG_INTEGER, quoted) : text);
}

/** A number as it was written, with all its digits. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g;

function marked(part: string): string {
  return part.startsWith('"') ? `"s${part.slice(1)}` : `"n${part}"`;
}

function unmarked(_: string, value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('n') ? new Digits(value.slice(1)) : value.slice(1);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Digits) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.slice(1), part]));
}

/**
 * Reads JSON with each number as it was written.
 * @throws SyntaxError where it is no JSON.
 */
export function parseDigits(text: string): unknown {
  JSON.parse(text);
  return JSON.parse(text.replace(STRING_OR_NUMBER, marked), unmarked);
}
