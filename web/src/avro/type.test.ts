import assert from 'node:assert/strict';
import { test } from 'vitest';
import { typeOf } from './type';

test('a name stands for the type that it was given to, in its namespace, and a record may lie in itself', () => {
  const type = typeOf(`{"type":"record","name":"Node","namespace":"a.b","fields":[
    {"name":"next","type":["null","Node"]},{"name":"at","type":{"type":"enum","name":"c.Side","symbols":["L","R"]}},{"name":"other","type":"c.Side"}]}`);
  assert.ok(type?.kind === 'record');
  const [next, at, other] = type.fields.map((field) => field.type);
  assert.equal(type.name, 'a.b.Node');
  assert.ok(next?.kind === 'union' && next.branches[1] === type);
  assert.ok(at?.kind === 'enum' && at === other);
  assert.deepEqual(at.symbols, ['L', 'R']);
});

test('what cannot be told is no type: no JSON, a name of another subject, a depth beyond reason', () => {
  assert.equal(typeOf('{'), undefined);
  assert.equal(typeOf('{"type":"record","name":"A","fields":[{"name":"b","type":"Elsewhere"}]}'), undefined);
  assert.equal(typeOf(`${'{"type":"array","items":'.repeat(40)}"int"${'}'.repeat(40)}`), undefined);
});
