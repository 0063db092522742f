import assert from 'node:assert/strict';
import { test } from 'vitest';
import { parseCsv } from './csv';
import { show } from './head';

test('a quoted cell keeps separators, line ends and quotes', () => {
  assert.deepEqual(parseCsv('a,b\r\n"x,""y""\nz",2\n,\n'), [['a', 'b'], ['x,"y"\nz', '2'], ['', '']]);
});

test('the separator is found, and a last line needs no end', () => {
  assert.deepEqual(parseCsv('a;b;c\n1,5;2;3'), [['a', 'b', 'c'], ['1,5', '2', '3']]);
});

test('a cell whose quote never ends is shown as far as it goes', () => {
  assert.deepEqual(parseCsv('a\n"b'), [['a'], ['b']]);
});

test('a table of any size is cut to what a screen can hold', () => {
  const rows = parseCsv(`${'x,'.repeat(100)}\n`.repeat(500));
  assert.equal(rows.length, 200);
  assert.equal(rows[0]?.length, 60);
});

test('bytes that are no text are shown as bytes', () => {
  const head = show('a.txt', new Uint8Array([0x50, 0x41, 0x52, 0x31, 0, 0xff]), true);
  assert.equal(head.kind, 'hex');
  assert.match(head.kind === 'hex' ? head.text : '', /50 41 52 31 00 ff .*PAR1\.\./);
});

test('a character that the cut divides does not make a text binary', () => {
  const bytes = new TextEncoder().encode('grün').subarray(0, 3);
  assert.deepEqual(show('a.txt', bytes, false), { kind: 'text', text: 'gr', isWhole: false });
});
