import { parseDigits } from '../api/lossless';
import { isObject, textOf } from '../ui/json';
import { typeText } from './avro';

const SCALARS = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
const DEPTH_MAX = 32;

interface Named {
  /** By which a value of a union names it: its full name, or its kind. */
  name: string;
  /** In short, for a person. */
  text: string;
}

/** A type without parts. */
export interface ScalarType extends Named {
  kind: (typeof SCALARS)[number] | 'fixed' | 'enum';
  logical: string | undefined;
  /** Bytes of a fixed. */
  size: number;
  /** Symbols of an enum. */
  symbols: readonly string[];
}

/** A record; it may lie in itself. */
export interface RecordType extends Named {
  kind: 'record';
  fields: RecordField[];
}

export interface RecordField {
  name: string;
  doc: string | undefined;
  type: AvroType;
  /** Its default, with numbers as they were written; none if it has none. */
  fallback: { value: unknown } | undefined;
}

export interface ArrayType extends Named {
  kind: 'array';
  items: AvroType;
}

export interface MapType extends Named {
  kind: 'map';
  items: AvroType;
}

export type ItemsType = ArrayType | MapType;

export interface UnionType extends Named {
  kind: 'union';
  branches: readonly AvroType[];
}

/** A type of Avro, with names replaced by what they stand for. */
export type AvroType = ScalarType | RecordType | ItemsType | UnionType;

type Names = Map<string, AvroType>;

/** A schema that a form cannot be made of. */
class Unreadable extends Error {}

function fullName(name: string, space: string): string {
  return name.includes('.') || space === '' ? name : `${space}.${name}`;
}

function scalar(kind: ScalarType['kind'], raw: unknown, name: string = kind): ScalarType {
  const attributes = isObject(raw) ? raw : {};
  const symbols = attributes['symbols'];
  return {
    kind, name, text: typeText(raw), logical: textOf(attributes['logicalType']), size: Number(String(attributes['size'] ?? 0)),
    symbols: Array.isArray(symbols) ? symbols.map(String) : [],
  };
}

function fieldOf(raw: unknown, space: string, names: Names, depth: number): RecordField {
  const name = isObject(raw) ? textOf(raw['name']) : undefined;
  if (!isObject(raw) || name === undefined) throw new Unreadable();
  return { name, doc: textOf(raw['doc']), type: read(raw['type'], space, names, depth), fallback: 'default' in raw ? { value: raw['default'] } : undefined };
}

function named(kind: string, raw: Record<string, unknown>, space: string, names: Names, depth: number): AvroType {
  const own = textOf(raw['namespace']) ?? space;
  const name = fullName(textOf(raw['name']) ?? '', own);
  if (kind !== 'record' && kind !== 'error') {
    const type = scalar(kind === 'enum' ? 'enum' : 'fixed', raw, name);
    names.set(name, type);
    return type;
  }
  const record: RecordType = { kind: 'record', name, text: typeText(raw), fields: [] };
  names.set(name, record);
  const within = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : own;
  record.fields = Array.isArray(raw['fields']) ? raw['fields'].map((field) => fieldOf(field, within, names, depth + 1)) : [];
  return record;
}

function read(raw: unknown, space: string, names: Names, depth: number): AvroType {
  if (depth > DEPTH_MAX) throw new Unreadable();
  if (Array.isArray(raw)) return { kind: 'union', name: 'union', text: typeText(raw), branches: raw.map((branch) => read(branch, space, names, depth + 1)) };
  const kind = textOf(raw) ?? (isObject(raw) ? textOf(raw['type']) : undefined);
  if (kind === undefined) {
    if (!isObject(raw)) throw new Unreadable();
    return read(raw['type'], space, names, depth + 1);
  }
  const plain = SCALARS.find((one) => one === kind);
  if (plain !== undefined) return scalar(plain, raw);
  if (isObject(raw)) {
    if (kind === 'array' || kind === 'map') return { kind, name: kind, text: typeText(raw), items: read(kind === 'array' ? raw['items'] : raw['values'], space, names, depth + 1) };
    if (['record', 'error', 'enum', 'fixed'].includes(kind)) return named(kind, raw, space, names, depth);
  }
  const known = names.get(fullName(kind, space)) ?? names.get(kind);
  if (known === undefined) throw new Unreadable();
  return known;
}

/** The type that a schema is; undefined where it cannot be told, as where it refers to another subject. */
export function typeOf(schema: string): AvroType | undefined {
  try {
    return read(parseDigits(schema), '', new Map(), 0);
  } catch {
    return undefined;
  }
}
