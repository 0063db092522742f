import assert from 'node:assert/strict';
import { test } from 'vitest';
import { EventParser } from './parser';

test('an event is told when its empty line has come, however the stream was cut', () => {
  const parser = new EventParser();
  const text = 'event: items\nid: a.1\ndata: {"a":\ndata: 1}\n\n:beat\n\nevent:open\r\ndata:x\r\n\r\n';
  const events = [...text].flatMap((letter) => parser.push(letter));
  assert.deepEqual(events, [{ type: 'items', id: 'a.1', data: '{"a":\n1}' }, { type: 'open', id: 'a.1', data: 'x' }]);
});
