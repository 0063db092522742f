import { parseLossless } from '../api/lossless';
import { fieldsOf } from '../avro/avro';
import type { SchemaVersion } from '../catalogue/catalogue';
import { isObject, objectOf, textOf } from '../ui/json';

/** A column of a topic: a field of the schema of its values, and its type as that names it. */
export interface Column {
  name: string;
  typeText: string;
}

/** The columns that queries see of a topic besides those of Kafka; none that cannot be told from the schema alone. */
export function columnsOf({ type, schema }: Pick<SchemaVersion, 'type' | 'schema'>): readonly Column[] {
  if (type === 'AVRO') return fieldsOf(schema);
  return type === 'JSON' ? propertiesOf(schema) : messageFieldsOf(schema);
}

/** Can windows run over it? */
export function isTime({ typeText }: Column): boolean {
  return /^(?!array|map|repeated).*(timestamp|date-time)/i.test(typeText);
}

/** A JSON Schema in short: `null | string (date-time)`. */
function typeOf(schema: unknown): string {
  const { type, format, $ref: reference, items, anyOf, oneOf } = objectOf(schema);
  if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
  const choices = anyOf ?? oneOf;
  if (type === undefined && Array.isArray(choices)) return choices.map(typeOf).join(' | ');
  const text = Array.isArray(type) ? type.map(String).join(' | ') : (textOf(type) ?? 'any');
  if (type === 'array') return `array<${isObject(items) ? typeOf(items) : 'any'}>`;
  return typeof format === 'string' ? `${text} (${format})` : text;
}

/** The properties of the objects of a JSON Schema, those of its parts that hold at once included. */
function propertiesOf(text: string): readonly Column[] {
  try {
    const root = objectOf(parseLossless(text));
    const parts = [root, ...(Array.isArray(root['allOf']) ? root['allOf'].map(objectOf) : [])];
    return parts.flatMap((part) => Object.entries(objectOf(part['properties'])).map(([name, schema]) => ({ name, typeText: typeOf(schema) })));
  } catch {
    return [];
  }
}

const FIELD = /^(?: {2}){1,2}(?!option )((?:repeated )?(?:[\w.]+|map<[^>]+>)) (\w+) = \d/;

/** The fields of the first message of a Protobuf file, line by line, as the registry lays a file out. */
function messageFieldsOf(text: string): readonly Column[] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => /^message \w+ \{$/.test(line));
  const columns: Column[] = [];
  let isInside = false;
  for (const line of first < 0 ? [] : lines.slice(first + 1, lines.indexOf('}', first))) {
    if (/^ {2}\S.*\{$/.test(line)) isInside = !line.startsWith('  oneof ');
    else if (line === '  }') isInside = false;
    const [, type, name] = FIELD.exec(line.replace(/^( +)(?:optional|required) /, '$1')) ?? [];
    if (!isInside && type !== undefined && name !== undefined) columns.push({ name, typeText: type.replace(/(^| )\./, '$1') });
  }
  return columns;
}
