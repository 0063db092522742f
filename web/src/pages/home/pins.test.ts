import { expect, test } from 'vitest';
import { PINS_MAX, pinnedFirst, toggled } from './pins';

const rows = ['atlas', 'birds', 'clicks'].map((name) => ({ name }));

test('what is pinned comes first, in the order of pinning, and what is gone is left out', () => {
  expect(pinnedFirst(rows, ['clicks', 'gone', 'birds']).map((row) => row.name)).toEqual(['clicks', 'birds', 'atlas']);
});

test('a pin comes, goes and makes room', () => {
  expect(toggled(toggled([], 'a'), 'a')).toEqual([]);
  const full = Array.from({ length: PINS_MAX }, (_, at) => `p${at}`);
  expect(toggled(full, 'new')).toEqual([...full.slice(1), 'new']);
});
