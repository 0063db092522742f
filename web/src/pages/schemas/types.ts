import type { SchemaVersion } from '../../catalogue/catalogue';

/** In which language a schema is. */
export type SchemaType = SchemaVersion['type'];

export const TYPES: readonly SchemaType[] = ['AVRO', 'JSON', 'PROTOBUF'];

export const TYPE_NAMES: Record<SchemaType, string> = { AVRO: 'Avro', JSON: 'JSON', PROTOBUF: 'Protobuf' };

/** What a new schema begins as. */
export const EXAMPLES: Record<SchemaType, string> = {
  AVRO: '{\n  "type": "record",\n  "name": "Event",\n  "fields": [\n    {"name": "id", "type": "string"}\n  ]\n}\n',
  JSON: '{\n  "$schema": "https://json-schema.org/draft/2020-12/schema",\n  "type": "object",\n  "properties": {\n    "id": {"type": "string"}\n  },\n  "required": ["id"],\n  "additionalProperties": false\n}\n',
  PROTOBUF: 'syntax = "proto3";\n\nmessage Event {\n  string id = 1;\n}\n',
};

/** How the editor colours it. */
export function languageOf(type: SchemaType): 'json' | 'text' {
  return type === 'PROTOBUF' ? 'text' : 'json';
}
