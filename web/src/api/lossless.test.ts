import assert from 'node:assert/strict';
import { test } from 'vitest';
import { Digits, parseDigits, parseLossless } from './lossless';

test('an integer beyond 2^53 keeps its digits, one below stays a number', () => {
  assert.deepEqual(parseLossless('{"a":9007199254740993,"b":-9223372036854775808,"c":9007199254740991}'), {
    a: '9007199254740993',
    b: '-9223372036854775808',
    c: 9007199254740991,
  });
});

test('what is no integer is as JSON says', () => {
  assert.deepEqual(parseLossless('[0.1,1e400,"9007199254740993",null,true]'), [0.1, Infinity, '9007199254740993', null, true]);
});

test('digits within a text are left alone, with quotes and backslashes about them', () => {
  const value = { 'a\\"': 'x\\" 9007199254740993', 'b': '12345678901234567890\\' };
  assert.deepEqual(parseLossless(JSON.stringify(value)), value);
});

test('a fraction of many digits is a number', () => {
  assert.deepEqual(parseLossless('[0.12345678901234567,12345678901234567.5,12345678901234567e2]'), [0.12345678901234567, 12345678901234567.5, 12345678901234567e2]);
});

test('where it is asked for, every number keeps how it was written', () => {
  assert.deepEqual(parseDigits('{"n1":[1.50,-9223372036854775808,1E5],"s":"12","\\"":{"__proto__":"n7"},"t":[true,null]}'), {
    n1: [new Digits('1.50'), new Digits('-9223372036854775808'), new Digits('1E5')],
    s: '12',
    '"': JSON.parse('{"__proto__":"n7"}'),
    t: [true, null],
  });
  assert.deepEqual(parseDigits('7'), new Digits('7'));
  assert.throws(() => parseDigits('{"a":01}'), SyntaxError);
});
