import { Digits } from '../../../api/lossless';
import type { AvroType, RecordField, ScalarType, UnionType } from '../../../avro/type';
import { isObject, type JsonObject } from '../../../ui/json';

/** One entry of a list or map; the number tells it from the others. */
export interface Item {
  id: number;
  /** Its key, in a map. */
  key: string;
  part: Draft;
}

/** A value while a person fills it in: each number is the text that was typed, so that no digit is lost. */
export type Draft =
  | { kind: 'scalar'; text: string }
  | { kind: 'record'; parts: readonly Draft[] }
  | { kind: 'items'; items: readonly Item[] }
  | { kind: 'choice'; branch: number; part: Draft };

/** A JSON that the type does not take as it is. */
class Misfit extends Error {}

const NUMBERS: readonly string[] = ['int', 'long', 'float', 'double'];
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const DEPTH_MAX = 32;

/** Entries of a list or map for which the form has room: more are written as JSON. */
export const ITEMS_MAX = 100;

let lastId = 0;

export function itemOf(part: Draft, key = ''): Item {
  lastId += 1;
  return { id: lastId, key, part };
}

export function isTime(type: ScalarType): boolean {
  return /^(date$|time-|timestamp-|local-timestamp-)/.test(type.logical ?? '');
}

function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

function sample(type: ScalarType): string {
  const now = new Date().toISOString();
  const logical = type.logical ?? '';
  if (logical.startsWith('timestamp-')) return now;
  if (logical.startsWith('local-timestamp-')) return now.slice(0, -1);
  if (logical.startsWith('time-')) return now.slice(11, 23);
  if (logical === 'date') return now.slice(0, 10);
  if (logical === 'uuid') return randomUuid();
  if (logical === 'duration') return 'P1D';
  if (logical === 'decimal' || NUMBERS.includes(type.kind)) return '0';
  if (type.kind === 'enum') return type.symbols[0] ?? '';
  if (type.kind === 'fixed') return '0'.repeat(type.size);
  return type.kind === 'boolean' ? 'false' : '';
}

/** What a form begins with: a value that the type takes. */
export function sampleOf(type: AvroType, depth = 0): Draft {
  if (depth > DEPTH_MAX) return { kind: 'scalar', text: '' };
  switch (type.kind) {
    case 'record':
      return { kind: 'record', parts: type.fields.map((field) => fieldSample(field, depth)) };
    case 'array':
    case 'map':
      return { kind: 'items', items: [] };
    case 'union': {
      const branch = Math.max(0, type.branches.findIndex((one) => one.kind === 'null'));
      return chosen(type, branch, depth);
    }
    default:
      return { kind: 'scalar', text: sample(type) };
  }
}

/** A branch of a union, with a value that it takes. */
export function chosen(union: UnionType, branch: number, depth = 0): Draft {
  const type = union.branches[branch];
  return { kind: 'choice', branch, part: type ? sampleOf(type, depth + 1) : { kind: 'scalar', text: '' } };
}

function fieldSample(field: RecordField, depth: number): Draft {
  if (!field.fallback) return sampleOf(field.type, depth + 1);
  try {
    return draftOf(field.type, field.fallback.value);
  } catch {
    return sampleOf(field.type, depth + 1);
  }
}

function scalarOf(type: ScalarType, value: unknown): Draft {
  if (type.kind === 'null' ? value === null : type.kind === 'boolean' && typeof value === 'boolean') return { kind: 'scalar', text: String(value ?? '') };
  if (value instanceof Digits && (NUMBERS.includes(type.kind) || type.logical === 'decimal')) return { kind: 'scalar', text: value.text };
  if (typeof value === 'string' && type.kind !== 'null' && type.kind !== 'boolean') return { kind: 'scalar', text: value };
  throw new Misfit();
}

/** Whether a value is written as values of a branch mostly are: a number for a number, a text for a text. */
function looksLike(type: AvroType, value: unknown): boolean {
  return value instanceof Digits ? NUMBERS.includes(type.kind) : !NUMBERS.includes(type.kind) || isTime(type as ScalarType);
}

function choiceOf(type: UnionType, value: unknown): Draft {
  const [name] = isObject(value) && Object.keys(value).length === 1 ? Object.keys(value) : [];
  const branches = type.branches.map((branch, index) => ({ branch, index }));
  const all = [...branches.filter(({ branch }) => looksLike(branch, value)), ...branches];
  const named = branches.find(({ branch }) => name !== undefined && branch.name === name);
  const tries = [
    ...(named && needsName(type) ? [{ ...named, value: (value as JsonObject)[name ?? ''] }] : []),
    ...all.map((one) => ({ ...one, value })),
  ];
  for (const { branch, index, value: part } of tries) {
    try {
      return { kind: 'choice', branch: index, part: draftOf(branch, part) };
    } catch {
      // Another branch may take it.
    }
  }
  throw new Misfit();
}

/**
 * The draft of a JSON value, its numbers as `Digits`; what is left out of a record has its default.
 * @throws Misfit where the type has no place for it.
 */
export function draftOf(type: AvroType, value: unknown): Draft {
  if (type.kind === 'union') return choiceOf(type, value);
  if (type.kind === 'array') {
    if (!Array.isArray(value) || value.length > ITEMS_MAX) throw new Misfit();
    return { kind: 'items', items: value.map((part) => itemOf(draftOf(type.items, part))) };
  }
  if (type.kind !== 'record' && type.kind !== 'map') return scalarOf(type, value);
  if (!isObject(value) || value instanceof Digits) throw new Misfit();
  if (type.kind === 'map') {
    const entries = Object.entries(value);
    if (entries.length > ITEMS_MAX) throw new Misfit();
    return { kind: 'items', items: entries.map(([key, part]) => itemOf(draftOf(type.items, part), key)) };
  }
  if (Object.keys(value).some((name) => !type.fields.some((field) => field.name === name))) throw new Misfit();
  return { kind: 'record', parts: type.fields.map((field) => (Object.hasOwn(value, field.name) ? draftOf(field.type, value[field.name]) : fieldSample(field, 0))) };
}

/** Where two branches besides null could be meant, a value names its own. */
function needsName(union: UnionType): boolean {
  return union.branches.filter((branch) => branch.kind !== 'null').length > 1;
}

function scalarJson(type: ScalarType, text: string): string {
  if (type.kind === 'null') return 'null';
  if (type.kind === 'boolean') return text === 'true' ? 'true' : 'false';
  const number = text.trim();
  return NUMBERS.includes(type.kind) && JSON_NUMBER.test(number) ? number : JSON.stringify(text);
}

/** The JSON text of a draft: numbers are the digits that were typed; what is no number stays a text, and the server says what it should be. */
export function jsonOf(type: AvroType, draft: Draft): string {
  if (draft.kind === 'scalar') return type.kind === 'record' || type.kind === 'array' || type.kind === 'map' || type.kind === 'union' ? 'null' : scalarJson(type, draft.text);
  if (draft.kind === 'record' && type.kind === 'record') {
    return `{${type.fields.map((field, index) => `${JSON.stringify(field.name)}:${partJson(field.type, draft.parts[index])}`).join(',')}}`;
  }
  if (draft.kind === 'items' && type.kind === 'array') return `[${draft.items.map((item) => jsonOf(type.items, item.part)).join(',')}]`;
  if (draft.kind === 'items' && type.kind === 'map') return `{${draft.items.map((item) => `${JSON.stringify(item.key)}:${jsonOf(type.items, item.part)}`).join(',')}}`;
  const branch = draft.kind === 'choice' && type.kind === 'union' ? type.branches[draft.branch] : undefined;
  if (draft.kind !== 'choice' || type.kind !== 'union' || branch === undefined || branch.kind === 'null') return 'null';
  const part = jsonOf(branch, draft.part);
  return needsName(type) ? `{${JSON.stringify(branch.name)}:${part}}` : part;
}

function partJson(type: AvroType, draft: Draft | undefined): string {
  return draft === undefined ? 'null' : jsonOf(type, draft);
}

/** A part of a JSON pointer as the name that it stands for (RFC 6901 section 4). */
function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/**
 * Where the form shows what is wrong with a part of a value, such as `/address/city`: at its field, or at the entry of its list or map, by the number
 * of that; undefined for no place.
 */
export function placeOf(type: AvroType, draft: Draft, pointer: string, at = ''): string | undefined {
  if (draft.kind === 'choice' && type.kind === 'union') {
    const branch = type.branches[draft.branch];
    return branch && placeOf(branch, draft.part, pointer, at);
  }
  const [, name = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(pointer) ?? [];
  if (draft.kind === 'items' && (type.kind === 'array' || type.kind === 'map')) {
    const entry = type.kind === 'array' ? Number(name || NaN) : draft.items.findIndex((item) => item.key === unescaped(name));
    const item = draft.items[entry];
    return item ? placeOf(type.items, item.part, rest, `${at}/${entry}`) : at;
  }
  if (draft.kind !== 'record' || type.kind !== 'record') return at;
  const index = type.fields.findIndex((field) => field.name === name);
  const [field, part] = [type.fields[index], draft.parts[index]];
  return field && part && placeOf(field.type, part, rest, `${at}/${name}`);
}
