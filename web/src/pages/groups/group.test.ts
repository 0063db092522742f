import assert from 'node:assert/strict';
import { test } from 'vitest';
import { busyReason, type ConsumerGroup, lagIn, lagText, lagValue, readerOf, topicsOf } from './group';

const part = (topic: string, partition: number, lag: string | null) => ({ topic, partition, lag, committed: '0', endOffset: lag, committedAt: '2026-01-01T00:00:00Z' });
const GROUP: ConsumerGroup = {
  group: 'g', state: 'Stable', lag: '0',
  members: [{ member: 'm-1', client: 'reader-7', host: '/10.0.0.7', assigned: ['a-b-1'] }, { member: 'm-2', client: '', host: '/10.0.0.8', assigned: [] }],
  partitions: [part('a-b', 0, '9007199254740993'), part('a-b', 1, '9007199254740993'), part('c', 0, '1')],
};

test('the lag of a topic is of its partitions alone, with every digit', () => {
  assert.equal(lagIn(GROUP, 'a-b'), '18014398509481986');
  assert.deepEqual(topicsOf(GROUP), ['a-b', 'c']);
});

test('a lag that is not known is said to be, and is none', () => {
  const lost = { ...GROUP, lag: null, partitions: [...GROUP.partitions, part('a-b', 2, null)] };
  assert.equal(lagIn(lost, 'a-b'), null);
  assert.equal(lagIn(lost, 'c'), '1');
  assert.deepEqual([null, '0', '12345'].map(lagText), ['unknown', '0', lagText('12345')]);
  assert.deepEqual(['3', null, '0'].toSorted((a, b) => lagValue(a) - lagValue(b)), [null, '0', '3']);
});

test('who reads a partition is known by its assignment', () => {
  assert.deepEqual(GROUP.partitions.map((partition) => readerOf(GROUP, partition)?.client), [undefined, 'reader-7', undefined]);
});

test('a group that somebody reads stays where it is, and it is said who that is', () => {
  assert.equal(busyReason(GROUP), 'It is read by reader-7 from /10.0.0.7, m-2 from /10.0.0.8: stop that first.');
  assert.equal(busyReason({ ...GROUP, members: [] }), undefined);
});
