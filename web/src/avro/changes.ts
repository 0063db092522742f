import { parseLossless } from '../api/lossless';
import { isObject, textOf } from '../ui/json';
import { type AvroField, fieldsOfType, typeText } from './avro';

/** What became of one field from one version to the next. */
export interface FieldChange {
  /** Where it is, from the record outwards: `place.city`. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  /** What it was, and what it is. */
  text: string;
  /** Why a reader of the new version cannot read what the old one wrote (BACKWARD); undefined if it can. */
  breaks: string | undefined;
}

/** What a reader of the key takes from a writer of each of the values (Avro, Schema Resolution). */
const PROMOTIONS: Record<string, readonly string[]> = {
  long: ['int'], float: ['int', 'long'], double: ['int', 'long', 'float'], string: ['bytes'], bytes: ['string'],
};
const DEPTH_MAX = 16;

function branches(type: unknown): unknown[] {
  return Array.isArray(type) ? type : [type];
}

function kindOf(type: unknown): string {
  return typeof type === 'string' ? type : isObject(type) ? textOf(type['type']) ?? '' : '';
}

function nameOf(type: unknown): string | undefined {
  return isObject(type) ? textOf(type['name']) : undefined;
}

/** Whether a reader of one type reads what a writer of another wrote; the fields of records are looked at by themselves. */
function reads(reader: unknown, writer: unknown, depth = 0): boolean {
  if (depth > DEPTH_MAX) return true;
  if (Array.isArray(reader) || Array.isArray(writer)) {
    return branches(writer).every((one) => branches(reader).some((other) => reads(other, one, depth + 1)));
  }
  const [kind, written] = [kindOf(reader), kindOf(writer)];
  if (kind !== written) return PROMOTIONS[kind]?.includes(written) ?? false;
  if (!isObject(reader) || !isObject(writer)) return true;
  if (kind === 'array') return reads(reader['items'], writer['items'], depth + 1);
  if (kind === 'map') return reads(reader['values'], writer['values'], depth + 1);
  if (kind === 'fixed') return nameOf(reader) === nameOf(writer) && reader['size'] === writer['size'];
  if (kind === 'enum') return 'default' in reader || symbols(writer).every((symbol) => symbols(reader).includes(symbol));
  return kind !== 'record' || nameOf(reader) === nameOf(writer);
}

function symbols(type: Readonly<Record<string, unknown>>): unknown[] {
  return Array.isArray(type['symbols']) ? type['symbols'] : [];
}

/** The record in a type, also in a union with null. */
function recordIn(type: unknown): unknown {
  return branches(type).find((branch) => fieldsOfType(branch).length > 0);
}

function changeOf(path: string, before: AvroField, after: AvroField): FieldChange | undefined {
  const isOfType = JSON.stringify(before.type) !== JSON.stringify(after.type);
  const isOfDefault = before.fallback !== after.fallback;
  if (!isOfType && !isOfDefault) return undefined;
  const types = before.typeText === after.typeText ? after.typeText : `${before.typeText} to ${after.typeText}`;
  const text = isOfDefault ? `${types}, default ${before.fallback ?? 'none'} to ${after.fallback ?? 'none'}` : types;
  const breaks = reads(after.type, before.type) ? undefined : `a ${before.typeText} that was written cannot be read as ${after.typeText}`;
  return { path, kind: 'changed', text, breaks };
}

function compareRecords(before: unknown, after: unknown, prefix: string, depth: number): FieldChange[] {
  const [old, now] = [fieldsOfType(before), fieldsOfType(after)];
  const changes = now.flatMap((field): FieldChange[] => {
    const path = prefix + field.name;
    const was = old.find((one) => one.name === field.name);
    if (!was) {
      const breaks = field.fallback === undefined ? 'old records do not have it, and it has no default' : undefined;
      return [{ path, kind: 'added', text: `${field.typeText}${field.fallback === undefined ? '' : `, default ${field.fallback}`}`, breaks }];
    }
    const [inner, innerWas] = [recordIn(field.type), recordIn(was.type)];
    if (inner && innerWas && depth < DEPTH_MAX) {
      const below = compareRecords(innerWas, inner, `${path}.`, depth + 1);
      if (below.length > 0) return below;
    }
    const change = changeOf(path, was, field);
    return change ? [change] : [];
  });
  const gone = old.filter((field) => !now.some((one) => one.name === field.name));
  return [...changes, ...gone.map((field): FieldChange => ({ path: prefix + field.name, kind: 'removed', text: field.typeText, breaks: undefined }))];
}

/** What changed between two schemas, field by field; undefined where one of them is no JSON. A field with an alias is one removed and one added. */
export function changesBetween(before: string, after: string): FieldChange[] | undefined {
  try {
    const [old, now] = [parseLossless(before), parseLossless(after)];
    if (fieldsOfType(old).length > 0 || fieldsOfType(now).length > 0) return compareRecords(old, now, '', 0);
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ path: typeText(now), kind: 'changed', text: `${typeText(old)} to ${typeText(now)}`, breaks: reads(now, old) ? undefined : 'what was written cannot be read' }];
  } catch {
    return undefined;
  }
}
