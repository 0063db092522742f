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

test('a schema that is not what it says has no columns', () => {
  assert.deepEqual(told('JSON', 'no JSON'), []);
  assert.deepEqual(told('JSON', 'true'), []);
  assert.deepEqual(told('PROTOBUF', 'syntax = "proto3";\n'), []);
});
