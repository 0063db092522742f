import assert from 'node:assert/strict';
import { test } from 'vitest';
import { parseDigits } from '../../../api/lossless';
import { type AvroType, typeOf } from '../../../avro/type';
import { draftOf, jsonOf, placeOf, sampleOf } from './draft';

const ORDER = typed(`{"type":"record","name":"shop.Order","fields":[
  {"name":"id","type":"long"},
  {"name":"note","type":["null","string"],"default":null},
  {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":2},"default":"\\u0000"},
  {"name":"who","type":["string","long",{"type":"record","name":"Person","fields":[{"name":"age","type":"int"}]}]},
  {"name":"tags","type":{"type":"array","items":"string"},"default":[]},
  {"name":"counts","type":{"type":"map","values":"long"}},
  {"name":"side","type":{"type":"enum","name":"Side","symbols":["LEFT","RIGHT"]},"default":"RIGHT"},
  {"name":"size","type":"long","default":9007199254740993}]}`);

function typed(schema: string): AvroType {
  const type = typeOf(schema);
  assert.ok(type);
  return type;
}

function again(json: string): string {
  return jsonOf(ORDER, draftOf(ORDER, parseDigits(json)));
}

test('a value comes out of the form as it went in, with every digit', () => {
  const json = '{"id":9223372036854775807,"note":"a\\"b","amount":"12345678901234567.50","who":{"shop.Person":{"age":7}},"tags":["x","y"],'
    + '"counts":{"__proto__":9007199254740993},"side":"LEFT","size":-9223372036854775808}';
  assert.equal(again(json), json);
});

test('a union of several types names the one that was meant', () => {
  const who = (value: string) => (JSON.parse(again(`{"id":1,"who":${value},"counts":{}}`)) as { who: unknown }).who;
  assert.deepEqual(who('"ana"'), { string: 'ana' });
  assert.deepEqual(who('5'), { long: 5 });
  assert.deepEqual(who('{"age":3}'), { 'shop.Person': { age: 3 } });
});

test('the form begins with a value of the type: defaults where there are some, digits and all', () => {
  const sample = JSON.parse(jsonOf(ORDER, sampleOf(ORDER)).replace('9007199254740993', '"9007199254740993"')) as Record<string, unknown>;
  assert.deepEqual(sample, { id: 0, note: null, amount: '\0', who: { string: '' }, tags: [], counts: {}, side: 'RIGHT', size: '9007199254740993' });
});

test('what is typed as a number and is none goes as the text that it is, for the server to refuse', () => {
  const id = (text: string) => jsonOf(ORDER, { ...sampleOf(ORDER), parts: [{ kind: 'scalar', text }] } as ReturnType<typeof sampleOf>).slice(0, 12);
  assert.equal(id(' 12 '), '{"id":12,"no');
  assert.equal(id('012'), '{"id":"012",');
  assert.equal(id('1,2'), '{"id":"1,2",');
});

test('JSON that the type has no place for makes no form', () => {
  assert.throws(() => again('{"id":1,"who":"a","counts":{},"more":1}'));
  assert.throws(() => again('{"id":[],"who":"a","counts":{}}'));
  assert.throws(() => again('[]'));
});

test('a fault is shown at its field, one within a list or map at its entry', () => {
  const draft = draftOf(ORDER, parseDigits('{"id":1,"who":{"age":1},"tags":["a","b"],"counts":{"k":1,"a/b":2}}'));
  const at = (pointer: string) => placeOf(ORDER, draft, pointer);
  assert.equal(at('/id'), '/id');
  assert.equal(at('/who/age'), '/who/age');
  assert.equal(at('/tags/1'), '/tags/1');
  assert.equal(at('/tags/7'), '/tags');
  assert.equal(at('/tags'), '/tags');
  assert.equal(at('/counts/a~1b'), '/counts/1');
  assert.equal(at('/counts/none'), '/counts');
  assert.equal(at('/more'), undefined);
});
