import assert from 'node:assert/strict';
import { test } from 'vitest';
import { bytes, count, relative } from './format';

test('a count is grouped exactly, however large', () => {
  assert.equal(count(1234567), '1\u202f234\u202f567');
  assert.equal(count('9223372036854775807'), '9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f807');
  assert.equal(count(-123), '-123');
});

test('bytes are binary, and whole below one KiB', () => {
  assert.equal(bytes(0), '0 B');
  assert.equal(bytes(1023), '1023 B');
  assert.equal(bytes(1536), '1.5 KiB');
  assert.equal(bytes(200_000_000_000), '186 GiB');
});

test('a time is told in the largest unit that fits', () => {
  const now = Date.UTC(2026, 0, 2);
  assert.equal(relative(new Date(now - 5_000), now), 'just now');
  assert.equal(relative(new Date(now - 3_600_000 * 5), now), '5 hr. ago');
  assert.equal(relative(new Date(now + 86_400_000), now), 'tomorrow');
});
