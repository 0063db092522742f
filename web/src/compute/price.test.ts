import assert from 'node:assert/strict';
import { test } from 'vitest';
import { type Price, priceLook, priceText } from './price';

function priceOf(multiplier: number, maximum: number): Price {
  return { multiplier, time: '2026-01-01T00:00:00Z', load: { cpu: 0, memory: 0, waiting: 0 }, curve: { threshold: 0.2, factor: 1, maximum }, history: [] };
}

test('a price is called high from halfway to where the curve leads', () => {
  assert.deepEqual([1, 1.1, 1.39, 1.4, 1.8].map((price) => priceLook(priceOf(price, 3)).label), ['lowest', 'raised', 'raised', 'high', 'high']);
});

test('what is halfway follows from the highest price that there may be', () => {
  assert.deepEqual([1.04, 1.06].map((price) => priceLook(priceOf(price, 1.1)).label), ['raised', 'high']);
});

test('a price has one digit behind the point, and a second where it needs it', () => {
  assert.deepEqual([1, 1.25, 12.346].map(priceText), ['1.0', '1.25', '12.35']);
});
