import assert from 'node:assert/strict';
import { test } from 'vitest';
import { rateOf } from './rate';

const file = { size: 3 * 1024 * 1024 } as File;

test('the speed is that since the upload went on, not of what had come before', () => {
  assert.equal(rateOf({ since: { ms: 1000, sentBytes: 1024 * 1024 }, sentBytes: 2 * 1024 * 1024, file }, 2000), '1.0 MiB/s, 1.0 s left');
});

test('nothing is said before there is something to measure', () => {
  assert.equal(rateOf({ sentBytes: 0, file }, 2000), '');
  assert.equal(rateOf({ since: { ms: 1900, sentBytes: 0 }, sentBytes: 10, file }, 2000), '');
  assert.equal(rateOf({ since: { ms: 0, sentBytes: 10 }, sentBytes: 10, file }, 2000), '');
});
