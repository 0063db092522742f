import assert from 'node:assert/strict';
import { test } from 'vitest';
import { credits, creditsExactly } from './credits';

test('an amount of credits is as exact as one reads it', () => {
  assert.deepEqual([0, 0.0123, 1.26, 12.34, 1_234_567.8].map(credits), ['0', '0.012', '1.3', '12.3', '1\u202f234\u202f568']);
});

test('thousandths of a credit lose no digit, also beyond what a number holds', () => {
  assert.deepEqual([0, 5, 1500, 12_000, '9007199254740993'].map(creditsExactly), ['0', '0.005', '1.5', '12', '9007199254740.993']);
});
