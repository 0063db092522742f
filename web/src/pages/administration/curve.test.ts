import { expect, test } from 'vitest';
import { curvePoints, priceOf } from './curve';

const CURVE = { threshold: 0.5, factor: 4, maximum: 2.5 };

test('the price is 1 up to the threshold, grows, and has a bound', () => {
  expect([0, 0.5, 0.75, 1, 7].map((share) => priceOf(CURVE, share))).toEqual([1, 1, 2, 2.5, 2.5]);
});

test('the curve goes from nothing in use to all', () => {
  const points = curvePoints(CURVE);
  expect(points[0]).toEqual({ x: 0, y: 1 });
  expect(points.at(-1)).toEqual({ x: 100, y: 2.5 });
});
