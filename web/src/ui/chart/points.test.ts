import assert from 'node:assert/strict';
import { test } from 'vitest';
import { barsOf, pathOf, topOf } from './points';

test('a path begins anew behind a gap', () => {
  const points = [{ x: 0, y: 0 }, { x: 1, y: 5 }, { x: 2, y: undefined }, { x: 4, y: 10 }];
  assert.equal(pathOf(points, 100, 10, topOf(points)), 'M0.0 10.0L25.0 5.0M100.0 0.0');
});

test('a series of nothing has a top to be drawn under', () => {
  assert.equal(topOf([]), 1);
  assert.equal(topOf([{ x: 0, y: 0 }]), 1);
});

test('a bar stands in the place of its point, and none where there is nothing', () => {
  assert.equal(barsOf([{ x: 0, y: 5 }, { x: 1, y: 0 }, { x: 2, y: undefined }, { x: 3, y: 10 }], 400, 10, 10), 'M15.0 10v-5.0h70.0V10ZM315.0 10v-10.0h70.0V10Z');
});
