import assert from 'node:assert/strict';
import { test } from 'vitest';
import { answerOf, cellNumber, cellText, csvOf, quoted } from './answer';

const ANSWER = answerOf({
  id: 'a', columns: [{ name: 'n', type: 'BIGINT' }, { name: 't', type: 'VARCHAR' }], rows: [['9223372036854775807', 'a,"b"'], [null, '']],
  rowCount: 2, truncated: false, truncatedBy: null, note: null, topics: [{ name: 'clicks', records: 40, older: 1200, undecoded: 0 }],
}, 5);

test('an answer knows which of its columns are numbers, and keeps all digits', () => {
  assert.deepEqual(ANSWER.columns.map((column) => column.isNumber), [true, false]);
  assert.equal(cellText(ANSWER.rows[0]?.[0]), '9223372036854775807');
  assert.equal(cellText(null), null);
  assert.equal(cellText({ a: [1] }), '{"a":[1]}');
});

test('what of a topic was not read is said', () => {
  assert.equal(ANSWER.missing.length, 1);
  assert.match(ANSWER.missing[0] ?? '', /^clicks: the newest 40 records; 1\D?200 are older\.$/);
});

test('as CSV, NULL and an empty text are told apart', () => {
  assert.equal(csvOf(ANSWER), 'n,t\r\n9223372036854775807,"a,""b"""\r\n,""\r\n');
});

test('as CSV, no text is a formula of a spreadsheet, and a negative number is one', () => {
  const hostile = answerOf({
    id: 'a', columns: [{ name: 'n', type: 'BIGINT' }, { name: '=t', type: 'VARCHAR' }], rows: [[-5, '=HYPERLINK(1)'], ['-9223372036854775808', '@a'], [1, 'a=b']],
    rowCount: 3, truncated: false, truncatedBy: null, note: null, topics: [],
  }, 5);
  assert.equal(csvOf(hostile), "n,'=t\r\n-5,'=HYPERLINK(1)\r\n-9223372036854775808,'@a\r\n1,a=b\r\n");
});

test('only a number is drawn', () => {
  assert.deepEqual([cellNumber('12.5'), cellNumber(3), cellNumber(''), cellNumber('x'), cellNumber(null)], [12.5, 3, undefined, undefined, undefined]);
});

test('a name with anything but small letters is quoted', () => {
  assert.deepEqual([quoted('daily_1'), quoted('own::d'), quoted('a"b')], ['daily_1', '"own::d"', '"a""b"']);
});
