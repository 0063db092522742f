import assert from 'node:assert/strict';
import { test } from 'vitest';
import { commandOf, moveOf, requestOf } from './reset';

test('a request has what its target needs, as text, and nothing else', () => {
  const wish = { topic: 't', partition: '', at: ' 7 ' };
  assert.deepEqual(requestOf({ ...wish, to: 'LATEST' }, true), { topic: 't', to: 'LATEST', dryRun: true });
  assert.deepEqual(requestOf({ ...wish, to: 'SHIFT', at: '-9007199254740993' }, false), { topic: 't', to: 'SHIFT', dryRun: false, by: '-9007199254740993' });
  assert.deepEqual(requestOf({ ...wish, to: 'OFFSET', partition: '2' }, false), { topic: 't', to: 'OFFSET', dryRun: false, partition: 2, offset: '7' });
});

test('the command is the same, for a shell', () => {
  assert.equal(commandOf('p', 'a b', { topic: 't', to: 'SHIFT', partition: '1', at: '-5' }), "hops group reset 'a b' t --to shift --at=-5 --partition 1 -p p");
});

test('a move has all its digits', () => {
  assert.equal(moveOf({ partition: 0, before: '9223372036854775807', after: '0' }), '-9223372036854775807');
  assert.equal(moveOf({ partition: 0, before: '3', after: '5' }), '+2');
  assert.equal(moveOf({ partition: 0, before: null, after: '5' }), '');
});
