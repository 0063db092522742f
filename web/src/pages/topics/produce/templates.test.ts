import assert from 'node:assert/strict';
import { test } from 'vitest';
import { EMPTY } from './record';
import { TEMPLATES_MAX, templatesIn, withTemplate } from './templates';

const template = (name: string, value = '{"id":9223372036854775807}') => ({ name, wish: { ...EMPTY, value } });

test('a template is kept with its digits, and one of the same name takes its place', () => {
  const two = withTemplate(withTemplate([], template('b')) ?? [], template('a')) ?? [];
  assert.deepEqual(two.map(({ name }) => name), ['a', 'b']);
  assert.deepEqual(withTemplate(two, template('b', '1'))?.map(({ wish }) => wish.value), ['{"id":9223372036854775807}', '1']);
  assert.deepEqual(templatesIn(JSON.stringify(two)), two);
});

test('there is room for so many and so much, and what is no template is left out', () => {
  const full = Array.from({ length: TEMPLATES_MAX }, (_, index) => template(`t${index}`));
  assert.equal(withTemplate(full, template('one more')), undefined);
  assert.equal(withTemplate([], template('large', 'x'.repeat(300_000))), undefined);
  assert.deepEqual(templatesIn('[{"name":1},null,{"name":"a","wish":{}}]'), []);
  assert.deepEqual(templatesIn('no JSON'), []);
  assert.deepEqual(templatesIn(null), []);
});
