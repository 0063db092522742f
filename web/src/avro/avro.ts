import { parseLossless } from '../api/lossless';
import { isObject, textOf } from '../ui/json';

/** A field of an Avro record, and what a person should know of it. */
export interface AvroField {
  name: string;
  /** As it was written: a name, an object or a union. */
  type: unknown;
  /** In short: `null | double`, `long (timestamp-millis)`. */
  typeText: string;
  doc: string | undefined;
  /** Its default as JSON; undefined if there is none. */
  fallback: string | undefined;
}

const DEPTH_MAX = 32;

/** A type in short. */
export function typeText(type: unknown, depth = 0): string {
  if (typeof type === 'string') return type;
  if (depth > DEPTH_MAX) return '...';
  if (Array.isArray(type)) return type.map((branch) => typeText(branch, depth + 1)).join(' | ');
  if (!isObject(type)) return '?';
  if (type['type'] === 'array') return `array<${typeText(type['items'], depth + 1)}>`;
  if (type['type'] === 'map') return `map<${typeText(type['values'], depth + 1)}>`;
  const name = textOf(type['name']) ?? typeText(type['type'], depth + 1);
  const logical = textOf(type['logicalType']);
  if (logical === undefined) return name;
  return logical === 'decimal' ? `decimal(${String(type['precision'])}, ${String(type['scale'] ?? 0)})` : `${name} (${logical})`;
}

function fieldOf(field: unknown): AvroField[] {
  if (!isObject(field)) return [];
  const name = textOf(field['name']);
  if (name === undefined) return [];
  const fallback = 'default' in field ? JSON.stringify(field['default']) : undefined;
  return [{ name, type: field['type'], typeText: typeText(field['type']), doc: textOf(field['doc']), fallback }];
}

/** The fields of a record; none for another type. */
export function fieldsOfType(type: unknown): AvroField[] {
  return isObject(type) && Array.isArray(type['fields']) ? type['fields'].flatMap(fieldOf) : [];
}

/** The fields of the record that a schema is; none for another type, or where it is not JSON. */
export function fieldsOf(schema: string): AvroField[] {
  try {
    return fieldsOfType(parseLossless(schema));
  } catch {
    return [];
  }
}

/** A schema with a line for each part; as it is where it is not JSON. */
export function prettySchema(schema: string): string {
  try {
    return prettyJson(schema);
  } catch {
    return schema;
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON with a line for each member, made of its text alone: no number of it is read. */
export function prettyJson(text: string): string {
  JSON.parse(text);
  let depth = 0;
  let out = '';
  const tokens = text.match(TOKEN) ?? [];
  tokens.forEach((token, index) => {
    const line = () => `\n${'  '.repeat(depth)}`;
    const isEmpty = (token === '{' && tokens[index + 1] === '}') || (token === '[' && tokens[index + 1] === ']');
    if (token === '}' || token === ']') {
      depth -= 1;
      out += tokens[index - 1] === '{' || tokens[index - 1] === '[' ? token : line() + token;
    } else if (token === '{' || token === '[') {
      depth += 1;
      out += isEmpty ? token : token + line();
    } else if (token === ',') {
      out += token + line();
    } else {
      out += token === ':' ? ': ' : token;
    }
  });
  return out;
}
