import assert from 'node:assert/strict';
import { test } from 'vitest';
import { durationText, parseDuration, spanText } from './duration';

test('a duration is a number and its unit', () => {
  assert.equal(parseDuration('10s'), 10_000);
  assert.equal(parseDuration(' 36500d '), 3_153_600_000_000);
  assert.equal(parseDuration('10'), undefined);
  assert.equal(parseDuration('1h30m'), undefined);
  assert.equal(parseDuration('999999999999d'), undefined);
});

test('a duration is written in the largest unit that says it exactly', () => {
  assert.equal(durationText(90_000), '90s');
  assert.equal(durationText(7_200_000), '2h');
  assert.equal(durationText(1500), '1500ms');
  assert.equal(durationText(0), '0ms');
});

test('a measured time is rounded for reading', () => {
  assert.equal(spanText(12.4), '12 ms');
  assert.equal(spanText(1400), '1.4 s');
  assert.equal(spanText(192_000), '3.2 min');
});
