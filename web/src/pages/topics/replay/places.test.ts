import assert from 'node:assert/strict';
import { test } from 'vitest';
import { exportCommand, exportUrl } from '../exportUrl';
import { placesOf, replayCommand } from './places';

const CHOSEN = new Set(['1:9223372036854775807', '0:10', '0:9', '1:9223372036854775806']);

test('the places of messages are in order, with all their digits', () => {
  assert.deepEqual(placesOf(CHOSEN), [
    { partition: 0, offset: '9' }, { partition: 0, offset: '10' }, { partition: 1, offset: '9223372036854775806' }, { partition: 1, offset: '9223372036854775807' },
  ]);
  assert.equal(replayCommand('lab', 't', 't', new Set(['0:1'])), 'hops topic replay t -p lab --message 0:1');
  assert.equal(replayCommand('lab', 'a::t', 'b', new Set(['0:1'])), 'hops topic replay a::t --to b -p lab --message 0:1');
});

test('a file has what is shown, and nothing of it can leave its place in the address', () => {
  const url = new URL(exportUrl('lab', 'a::t', { from: 'time:2026-11-21T12:00:00Z', partition: '3', filter: 'a&limit=1' }, 'CSV'), 'http://x');
  assert.equal(url.pathname, '/api/v1/projects/lab/topics/a%3A%3At/messages/export');
  assert.deepEqual([...url.searchParams], [['format', 'CSV'], ['start', 'time:2026-11-21T12:00:00Z'], ['partition', '3'], ['filter', 'a&limit=1']]);
  assert.equal(exportCommand('lab', 't', { from: 'oldest', partition: '', filter: "it's" }, 'JSONL'), "hops topic export t t.jsonl -p lab --filter 'it'\\''s'");
});
