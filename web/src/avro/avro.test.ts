import assert from 'node:assert/strict';
import { test } from 'vitest';
import { fieldsOf, prettyJson, typeText } from './avro';

test('a type is told in short', () => {
  assert.equal(typeText(['null', { type: 'array', items: 'string' }]), 'null | array<string>');
  assert.equal(typeText({ type: 'long', logicalType: 'timestamp-millis' }), 'long (timestamp-millis)');
  assert.equal(typeText({ type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }), 'decimal(9, 2)');
  assert.equal(typeText({ type: 'record', name: 'Place', fields: [] }), 'Place');
});

test('the fields of a record have their defaults as JSON', () => {
  const [field] = fieldsOf('{"type":"record","name":"R","fields":[{"name":"a","type":["null","long"],"default":null}]}');
  assert.deepEqual([field?.name, field?.typeText, field?.fallback], ['a', 'null | long', 'null']);
  assert.deepEqual(fieldsOf('no JSON'), []);
});

test('JSON is laid out without reading its numbers', () => {
  assert.equal(prettyJson('{"id":9007199254740993,"e":1.0e2,"t":"a, {b}","n":{},"l":[1,[]]}'),
    '{\n  "id": 9007199254740993,\n  "e": 1.0e2,\n  "t": "a, {b}",\n  "n": {},\n  "l": [\n    1,\n    []\n  ]\n}');
});
