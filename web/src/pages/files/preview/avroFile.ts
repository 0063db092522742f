import { isObject, textOf } from '../../../ui/json';

const ROWS_MAX = 100;
const DEPTH_MAX = 32;
const ITEMS_MAX = 10_000;
const BLOCK_MAX_BYTES = 16 * 1024 * 1024;

/** The beginning of an Avro object container file (specification 1.11, "Object Container Files"). */
export interface AvroFile {
  schema: string;
  codec: string;
  /** Values of the first block. */
  rows: unknown[];
  /** How many the first block has. */
  blockCount: number;
}

/** Opens a block; by the name of its codec. */
export type Codecs = Readonly<Record<string, (block: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>>>;

/** Reads bytes in the order of the format; what is beyond their end is an error. */
class Reader {
  private at = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Uint8Array {
    if (length < 0 || length > this.bytes.length - this.at) throw new RangeError('The file ends within a value.');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A variable-length zig-zag integer of 64 bits. */
  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new RangeError('An integer has more than 64 bits.');
  }

  length(): number {
    return Number(this.long());
  }

  blob(): Uint8Array {
    return this.take(this.length());
  }

  text(): string {
    return new TextDecoder().decode(this.blob());
  }

  float(): number {
    this.take(4);
    return this.view.getFloat32(this.at - 4, true);
  }

  double(): number {
    this.take(8);
    return this.view.getFloat64(this.at - 8, true);
  }
}

/** Reads the header and the first block of a file of which the beginning is given. */
export async function readAvro(bytes: Uint8Array, codecs: Codecs): Promise<AvroFile> {
  const reader = new Reader(bytes);
  reader.take(4);
  const metadata = new Map<string, Uint8Array>();
  readBlocks(reader, () => metadata.set(reader.text(), reader.blob()));
  reader.take(16);
  const schema = new TextDecoder().decode(metadata.get('avro.schema'));
  const codec = new TextDecoder().decode(metadata.get('avro.codec')) || 'null';
  const blockCount = reader.length();
  const block = new Uint8Array(reader.blob());
  const open = codec === 'null' ? (plain: Uint8Array<ArrayBuffer>) => Promise.resolve<Uint8Array>(plain) : codecs[codec];
  if (!open) throw new RangeError(`Blocks of the codec ${codec} cannot be opened here.`);
  const values = await open(block);
  if (values.length > BLOCK_MAX_BYTES) throw new RangeError('The first block is too large to be shown.');
  const parsed: unknown = JSON.parse(schema);
  const within = new Reader(values);
  const rows = Array.from({ length: Math.min(ROWS_MAX, Math.max(blockCount, 0)) }, () => readValue(within, parsed, namesOf(parsed), 0));
  return { schema, codec, rows, blockCount };
}

/** Items of an array or map: blocks of a count each, a negative one with the size of the block. */
function readBlocks(reader: Reader, read: () => void): void {
  for (let items = 0; ;) {
    let left = reader.length();
    if (left === 0) return;
    if (left < 0) {
      left = -left;
      reader.long();
    }
    items += left;
    if (items > ITEMS_MAX) throw new RangeError(`A value has more than ${ITEMS_MAX} items.`);
    for (; left > 0; left -= 1) read();
  }
}

/** The named types of a schema, by their full names and their short ones. */
function namesOf(schema: unknown, names = new Map<string, unknown>(), depth = 0): Map<string, unknown> {
  if (depth > DEPTH_MAX) return names;
  if (Array.isArray(schema)) for (const branch of schema) namesOf(branch, names, depth + 1);
  if (!isObject(schema)) return names;
  const name = textOf(schema['name']);
  if (name !== undefined) {
    names.set(name, schema);
    const space = textOf(schema['namespace']);
    if (space !== undefined) names.set(`${space}.${name}`, schema);
  }
  for (const part of [schema['type'], schema['items'], schema['values']]) namesOf(part, names, depth + 1);
  if (Array.isArray(schema['fields'])) for (const field of schema['fields']) namesOf(isObject(field) ? field['type'] : undefined, names, depth + 1);
  return names;
}

const SIMPLE: Readonly<Record<string, (reader: Reader) => unknown>> = {
  null: () => null, boolean: (reader) => reader.take(1)[0] === 1, int: (reader) => reader.long(), long: (reader) => reader.long(),
  float: (reader) => reader.float(), double: (reader) => reader.double(), bytes: (reader) => reader.blob(), string: (reader) => reader.text(),
};

function readValue(reader: Reader, schema: unknown, names: ReadonlyMap<string, unknown>, depth: number): unknown {
  if (depth > DEPTH_MAX) throw new RangeError('A value is nested too deep to be shown.');
  if (typeof schema === 'string') return SIMPLE[schema]?.(reader) ?? (schema in SIMPLE ? null : readValue(reader, named(names, schema), names, depth + 1));
  if (Array.isArray(schema)) {
    const branch: unknown = schema[reader.length()];
    return readValue(reader, branch, names, depth + 1);
  }
  if (!isObject(schema)) throw new RangeError('The schema is not one of Avro.');
  return readComplex(reader, schema, names, depth);
}

function readComplex(reader: Reader, schema: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, unknown>, depth: number): unknown {
  const kind = schema['type'];
  const fields = schema['fields'];
  if (kind === 'record' && Array.isArray(fields)) {
    return Object.fromEntries(fields.filter(isObject).map((field) => [textOf(field['name']) ?? '', readValue(reader, field['type'], names, depth + 1)]));
  }
  if (kind === 'enum') return Array.isArray(schema['symbols']) ? (schema['symbols'][reader.length()] as unknown) : undefined;
  if (kind === 'fixed') return reader.take(Number(schema['size']));
  if (kind === 'array') {
    const items: unknown[] = [];
    readBlocks(reader, () => items.push(readValue(reader, schema['items'], names, depth + 1)));
    return items;
  }
  if (kind === 'map') {
    const entries: [string, unknown][] = [];
    readBlocks(reader, () => entries.push([reader.text(), readValue(reader, schema['values'], names, depth + 1)]));
    return Object.fromEntries(entries);
  }
  return readValue(reader, kind, names, depth + 1);
}

function named(names: ReadonlyMap<string, unknown>, name: string): unknown {
  if (!names.has(name)) throw new RangeError(`The schema does not say what ${name} is.`);
  return names.get(name);
}
