import { fieldsOf } from '../avro/avro';
import type { SchemaVersion } from '../catalogue/catalogue';
import { propertiesOf } from './jsonColumns';

/** A column of a topic: a field of the schema of its values, and its type as that names it. */
export interface Column {
  name: string;
  typeText: string;
}

/** Texts of the schemas to which one refers, by the names that it has for them. */
export type Referred = Readonly<Record<string, string>>;

/** The columns that queries see of a topic besides those of Kafka; none that cannot be told from the schemas alone. */
export function columnsOf({ type, schema, referred = {} }: Pick<SchemaVersion, 'type' | 'schema'> & { referred?: Referred }): readonly Column[] {
  if (type === 'AVRO') return fieldsOf(schema);
  return type === 'JSON' ? propertiesOf(schema, referred) : messageFieldsOf(schema);
}

/** Can windows run over it? */
export function isTime({ typeText }: Column): boolean {
  return /^(?!array|map|repeated).*(timestamp|date-time)/i.test(typeText);
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
