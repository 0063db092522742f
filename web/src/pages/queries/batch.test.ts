import assert from 'node:assert/strict';
import { test } from 'vitest';
import { batchOf } from './batch';

test('a report says how far behind its query was, exactly', () => {
  const batch = batchOf({
    batchId: 7,
    numInputRows: 3,
    sources: [{ endOffset: { t: { 0: 10, 1: '9007199254740993' } }, latestOffset: { t: { 0: 15, 1: '9007199254740995' } } }],
    sink: { numOutputRows: 2 },
    observedMetrics: { lateRows: { count: 4, maxMs: 9 } },
  });
  assert.deepEqual(batch.reach.map((one) => one.behind), [5n, 2n]);
  assert.equal(batch.behind, 7n);
  assert.deepEqual([batch.rowsIn, batch.rowsOut, batch.late, batch.bad], [3, 2, 4, 0]);
});

test('a report with nothing in it is one of nothing', () => {
  assert.deepEqual([batchOf(null).rowsIn, batchOf([]).behind, batchOf({ sources: 'x' }).reach.length], [0, 0n, 0]);
});
