import assert from 'node:assert/strict';
import { test } from 'vitest';
import { changesBetween } from './changes';

function record(...fields: unknown[]): string {
  return JSON.stringify({ type: 'record', name: 'R', fields });
}

function summary(before: string, after: string) {
  return changesBetween(before, after)?.map((change) => `${change.kind} ${change.path}${change.breaks === undefined ? '' : ' BREAKS'}`);
}

test('a field that is new needs a default, one that is gone does not matter to a new reader', () => {
  const before = record({ name: 'a', type: 'int' });
  assert.deepEqual(summary(before, record({ name: 'b', type: 'int' })), ['added b BREAKS', 'removed a']);
  assert.deepEqual(summary(before, record({ name: 'a', type: 'int' }, { name: 'b', type: 'int', default: 0 })), ['added b']);
});

test('a number may widen and not narrow; a union may grow and not shrink', () => {
  const of = (type: unknown) => record({ name: 'a', type });
  assert.deepEqual(summary(of('int'), of('long')), ['changed a']);
  assert.deepEqual(summary(of('long'), of('int')), ['changed a BREAKS']);
  assert.deepEqual(summary(of('int'), of(['null', 'int'])), ['changed a']);
  assert.deepEqual(summary(of(['null', 'int']), of('int')), ['changed a BREAKS']);
  assert.deepEqual(summary(of({ type: 'array', items: 'int' }), of({ type: 'array', items: 'double' })), ['changed a']);
});

test('a change within a record is told where it is', () => {
  const of = (type: unknown) => record({ name: 'place', type: ['null', { type: 'record', name: 'P', fields: [{ name: 'city', type }] }] });
  assert.deepEqual(summary(of('string'), of('int')), ['changed place.city BREAKS']);
});

test('an enumeration that loses a symbol breaks unless it has a default', () => {
  const of = (more: object) => record({ name: 'a', type: { type: 'enum', name: 'E', ...more } });
  const before = of({ symbols: ['A', 'B'] });
  assert.deepEqual(summary(before, of({ symbols: ['A'] })), ['changed a BREAKS']);
  assert.deepEqual(summary(before, of({ symbols: ['A'], default: 'A' })), ['changed a']);
});

test('the same schema has no changes, and what is no JSON cannot be compared', () => {
  assert.deepEqual(changesBetween('"int"', '"int"'), []);
  assert.equal(changesBetween('{', '"int"'), undefined);
});
