import assert from 'node:assert/strict';
import { test } from 'vitest';
import { isUsedUp, useOf } from './use';

const FILES = { name: 'file_bytes', unit: 'BYTES', used: 1024, limit: 2048, remaining: 1024, warning: null, forecast: null, isOfSettings: false } as const;
const CREDITS = { name: 'compute', unit: 'MILLICREDITS', used: 1_500, limit: 2_000_000, remaining: 1_998_500, warning: null, forecast: null, isOfSettings: false } as const;

test('a use is said in its unit, and exactly', () => {
  assert.deepEqual([useOf(FILES).text, useOf(FILES).exact], ['1.0 KiB of 2.0 KiB', '1\u202f024 of 2\u202f048']);
  assert.deepEqual([useOf(CREDITS).text, useOf(CREDITS).exact], ['1.5 of 2\u202f000', '1.5 of 2000']);
});

test('from 80 percent on it is near its limit, at 100 it is used up', () => {
  const at = (used: number) => useOf({ ...FILES, limit: 100, used });
  assert.deepEqual([79, 80, 99, 100].map((used) => at(used).isNear), [false, true, true, true]);
  assert.deepEqual([99, 100].map((used) => isUsedUp(at(used))), [false, true]);
});

test('where nothing may be used, it is used up', () => {
  assert.equal(isUsedUp(useOf({ ...CREDITS, used: 0, limit: 0 })), true);
});

test('what has no limit is never near it', () => {
  const use = useOf({ ...FILES, limit: null, remaining: null });
  assert.deepEqual([use.text, use.percent, use.isNear], ['1.0 KiB, no limit', undefined, false]);
});

test('what will be at the end of the month is said in the same unit', () => {
  assert.equal(useOf({ ...CREDITS, forecast: 12_345_000 }).forecast, '12\u202f345');
  assert.equal(useOf(CREDITS).forecast, null);
});
