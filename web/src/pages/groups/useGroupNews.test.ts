import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { ConsumerGroup } from './group';
import { newsOf, withGroup } from './useGroupNews';

const group = (name: string, lag: string): ConsumerGroup => ({ group: name, state: 'Stable', lag, members: [], partitions: [] });

test('a group that is told of takes its place in the list, and no other does', () => {
  const pages = { pages: [{ items: [group('a', '1')], nextCursor: 'x' }, { items: [group('b', '2')], nextCursor: null }], pageParams: [null, 'x'] };
  assert.deepEqual(withGroup(pages, group('b', '9223372036854775807'))?.pages.map((page) => page.items[0]?.lag), ['1', '9223372036854775807']);
  assert.equal(withGroup(pages, group('c', '1')), undefined);
});

test('what is told of a group is its view, or that it is gone', () => {
  assert.deepEqual(newsOf({ group: 'a', view: group('a', '1') }), [{ name: 'a', view: group('a', '1') }]);
  assert.deepEqual(newsOf({ group: 'a', isGone: true }), [{ name: 'a' }]);
  assert.deepEqual(newsOf('a'), []);
});
