import { parseLossless } from '../api/lossless';
import { isObject, type JsonObject, objectOf, textOf } from '../ui/json';
import type { Column, Referred } from './columns';

/** Schemas within one another, and references one after another, that are followed. */
const DEPTH_MAX = 32;
/** Schemas that are looked at: some refer to one another without end. */
const LOOKS_MAX = 5_000;

/** A schema and the text that it is of, in which its references are looked up. */
interface Place {
  schema: JsonObject;
  root: JsonObject;
}

/** Reads the columns of one JSON Schema, with the schemas to which it refers. */
class Reading {
  private readonly referred: Referred;
  private readonly documents = new Map<string, JsonObject>();
  private looks = 0;

  constructor(referred: Referred) {
    this.referred = referred;
  }

  /** The properties of the objects of a schema: those of its parts that hold at once, of what it refers to, and of its one alternative to null. */
  properties(place: Place, depth = 0): Map<string, Place> {
    const found = new Map<string, Place>();
    if (depth > DEPTH_MAX || ++this.looks > LOOKS_MAX) return found;
    const parts = [...this.target(place), ...this.parts(place, 'allOf')];
    const others = [...this.parts(place, 'anyOf'), ...this.parts(place, 'oneOf')].filter(({ schema }) => schema['type'] !== 'null');
    for (const [name, schema] of Object.entries(objectOf(place.schema['properties']))) found.set(name, { schema: objectOf(schema), root: place.root });
    for (const part of others.length === 1 ? [...parts, ...others] : parts) {
      for (const [name, property] of this.properties(part, depth + 1)) if (!found.has(name)) found.set(name, property);
    }
    return found;
  }

  /** A schema in short: `null | string (date-time)`; an object to which it refers by the name that it has there. */
  type(place: Place, depth = 0): string {
    const { type, format, items, anyOf, oneOf, $ref: reference } = place.schema;
    if (depth > DEPTH_MAX || ++this.looks > LOOKS_MAX) return 'any';
    if (typeof reference === 'string') return this.referredType(place, reference, depth);
    if (type === undefined && Array.isArray(anyOf ?? oneOf)) return this.parts(place, anyOf ? 'anyOf' : 'oneOf').map((choice) => this.type(choice, depth + 1)).join(' | ');
    if (type === undefined) return this.parts(place, 'allOf').map((part) => this.type(part, depth + 1)).find((part) => part !== 'any') ?? 'any';
    const text = Array.isArray(type) ? type.map(String).join(' | ') : (textOf(type) ?? 'any');
    if (type === 'array') return `array<${isObject(items) ? this.type({ schema: items, root: place.root }, depth + 1) : 'any'}>`;
    return typeof format === 'string' ? `${text} (${format})` : text;
  }

  private referredType(place: Place, reference: string, depth: number): string {
    const [target] = this.target(place);
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    if (target === undefined) return name;
    const text = this.type(target, depth + 1);
    return text === 'object' || text === 'any' ? name : text;
  }

  private parts({ schema, root }: Place, keyword: 'allOf' | 'anyOf' | 'oneOf'): Place[] {
    const parts = schema[keyword];
    return Array.isArray(parts) ? parts.map((part) => ({ schema: objectOf(part), root })) : [];
  }

  /** What `$ref` names: a place in the same text, or in that of a reference; nothing where it cannot be found. */
  private target({ schema, root }: Place): Place[] {
    const reference = textOf(schema['$ref']);
    if (reference === undefined) return [];
    const [address = '', fragment = ''] = reference.split('#', 2);
    const document = address === '' ? root : this.document(address, root);
    if (document === undefined) return [];
    const found = fragment === '' || fragment.startsWith('/') ? pointed(document, fragment) : anchored(document, fragment);
    return found === undefined ? [] : [{ schema: found, root: document }];
  }

  /** The text of a reference: by its name as it is written, or as an address beside that of the schema, as the registry finds it too. */
  private document(address: string, root: JsonObject): JsonObject | undefined {
    if (!this.documents.has(address)) {
      const base = textOf(root['$id']);
      const full = base !== undefined && URL.canParse(address, base) ? new URL(address, base).href : address;
      const text = this.referred[address] ?? this.referred[full];
      const inside = Object.values({ ...objectOf(root['definitions']), ...objectOf(root['$defs']) }).map(objectOf).find((one) => one['$id'] === address || one['$id'] === full);
      const found = text === undefined ? inside : objectOf(parseLossless(text));
      if (found === undefined) return undefined;
      this.documents.set(address, found);
    }
    return this.documents.get(address);
  }
}

/** What a JSON pointer names (RFC 6901). */
function pointed(document: JsonObject, fragment: string): JsonObject | undefined {
  let at: unknown = document;
  for (const step of fragment.split('/').slice(1)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    at = Array.isArray(at) ? at[Number(key)] : objectOf(at)[key];
  }
  return isObject(at) ? at : undefined;
}

/** The definition of the text that has an anchor. */
function anchored(document: JsonObject, name: string): JsonObject | undefined {
  const all = Object.values({ ...objectOf(document['definitions']), ...objectOf(document['$defs']) }).map(objectOf);
  return all.find((one) => one['$anchor'] === name || one['$id'] === `#${name}`);
}

/** The properties of the objects of a JSON Schema. */
export function propertiesOf(text: string, referred: Referred): readonly Column[] {
  try {
    const root = objectOf(parseLossless(text));
    const reading = new Reading(referred);
    return [...reading.properties({ schema: root, root })].map(([name, property]) => ({ name, typeText: reading.type(property) }));
  } catch {
    return [];
  }
}
