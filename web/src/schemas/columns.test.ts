import assert from 'node:assert/strict';
import { test } from 'vitest';
import { columnsOf, isTime } from './columns';

function told(type: 'AVRO' | 'JSON' | 'PROTOBUF', schema: string) {
  return columnsOf({ type, schema }).map((column) => `${column.name}: ${column.typeText}${isTime(column) ? ' (time)' : ''}`);
}

test('the columns of a topic are the fields of its record, object or first message', () => {
  assert.deepEqual(told('AVRO', '{"type":"record","name":"R","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}'), ['at: long (timestamp-millis) (time)']);
  assert.deepEqual(
    told('JSON', JSON.stringify({
      properties: { at: { type: 'string', format: 'date-time' }, n: { type: ['null', 'integer'] }, all: { type: 'array', items: { type: 'string', format: 'date-time' } }, part: { $ref: '#/$defs/part' } },
      allOf: [{ properties: { or: { anyOf: [{ type: 'null' }, { type: 'string' }] }, whatever: true } }],
    })),
    ['at: string (date-time) (time)', 'n: null | integer', 'all: array<string (date-time)>', 'part: part', 'or: null | string', 'whatever: any']);
  assert.deepEqual(
    told('PROTOBUF', `syntax = "proto3";\npackage p;\n\nimport "google/protobuf/timestamp.proto";\n\nmessage First {
  option deprecated = true;\n  reserved 9 to 12;\n  int64 n = 1;\n  .google.protobuf.Timestamp at = 2 [deprecated = true];\n  repeated google.protobuf.Timestamp all = 3;
  map<string, int32> by = 4;\n  oneof one {\n    bool yes = 5;\n    optional string no = 6;\n  }\n  optional Inner inner = 7;\n  message Inner {\n    int32 hidden = 1;\n  }\n  enum Kind {\n    NO = 0;\n  }
}\n\nmessage Second {\n  int32 other = 1;\n}\n`),
    ['n: int64', 'at: google.protobuf.Timestamp (time)', 'all: repeated google.protobuf.Timestamp', 'by: map<string, int32>', 'yes: bool', 'no: string', 'inner: Inner']);
});

test('references of a JSON Schema are followed, in its text and to other subjects', () => {
  const told = (schema: unknown, referred: Record<string, unknown> = {}) =>
    columnsOf({ type: 'JSON', schema: JSON.stringify(schema), referred: Object.fromEntries(Object.entries(referred).map(([name, text]) => [name, JSON.stringify(text)])) })
      .map((column) => `${column.name}: ${column.typeText}${isTime(column) ? ' (time)' : ''}`);
  const when = { type: 'string', format: 'date-time' };
  assert.deepEqual(
    told({ $ref: '#/$defs/flight', $defs: { flight: { properties: { at: { $ref: '#/definitions/when' }, leg: { $ref: '#/$defs/leg' }, legs: { type: 'array', items: { $ref: '#/$defs/leg' } } } }, leg: { type: 'object' } }, definitions: { when } }),
    ['at: string (date-time) (time)', 'leg: leg', 'legs: array<leg>']);
  assert.deepEqual(
    told(
      { $id: 'http://air/flight.json', allOf: [{ $ref: 'base.json' }, { $ref: 'other.json#/$defs/a~1b' }], properties: { at: { $ref: 'types.json#when' }, n: { anyOf: [{ type: 'null' }, { $ref: 'types.json#/$defs/n' }] } } },
      { 'base.json': { properties: { id: { $ref: '#/$defs/id' } }, $defs: { id: { type: 'integer' } } }, 'http://air/other.json': { $defs: { 'a/b': { properties: { seat: { type: 'string' } } } } }, 'types.json': { $defs: { when: { ...when, $anchor: 'when' }, n: { type: 'number' } } } }),
    ['at: string (date-time) (time)', 'n: null | number', 'id: integer', 'seat: string']);
});

test('references without an end or an aim are no columns', () => {
  assert.deepEqual(told('JSON', '{"$ref":"#"}'), []);
  assert.deepEqual(told('JSON', '{"properties":{"a":{"$ref":"#/properties/a"},"b":{"$ref":"gone.json#/x"},"c":{"$ref":"#/$defs/none"}}}'), ['a: a', 'b: x', 'c: none']);
  assert.deepEqual(told('JSON', '{"allOf":[{"$ref":"#"},{"$ref":"#"},{"$ref":"#"}],"properties":{"a":true}}'), ['a: any']);
  assert.deepEqual(told('JSON', '{"$ref":"#/%"}'), []);
});

test('a schema that is not what it says has no columns', () => {
  assert.deepEqual(told('JSON', 'no JSON'), []);
  assert.deepEqual(told('JSON', 'true'), []);
  assert.deepEqual(told('PROTOBUF', 'syntax = "proto3";\n'), []);
});
