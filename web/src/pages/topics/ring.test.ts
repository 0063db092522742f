import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { Message } from './message';
import { applied, EMPTY_RING, paused, ROWS_MAX, taken } from './ring';

const NOTHING = { form: 'NULL', text: null, schemaId: null, reason: null } as const;

function messages(from: number, to: number): Message[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ partition: 0, offset: String(from + index), time: null, key: NOTHING, value: NOTHING, headers: [], sizeBytes: 0 }));
}

test('the newest is first, and no more rows are kept than there is room for', () => {
  const ring = taken(taken(EMPTY_RING, messages(0, 1)), messages(2, ROWS_MAX + 1));
  assert.equal(ring.rows.length, ROWS_MAX);
  assert.equal(ring.rows[0]?.offset, String(ROWS_MAX + 1));
  assert.equal(ring.rows.at(-1)?.offset, '2');
});

test('while it is paused its rows stay, what comes is counted, and is shown when it is asked for', () => {
  const still = taken(taken(paused(taken(EMPTY_RING, messages(0, 2)), true), messages(3, 4)), messages(5, ROWS_MAX + 9));
  assert.deepEqual(still.rows.map((row) => row.offset), ['2', '1', '0']);
  assert.equal(still.heldCount, ROWS_MAX + 7);
  assert.equal(still.held.length, ROWS_MAX);

  const shown = applied(still);
  assert.deepEqual([shown.rows[0]?.offset, shown.rows.length, shown.heldCount, shown.isPaused], [String(ROWS_MAX + 9), ROWS_MAX, 0, true]);
  const on = taken(paused(taken(paused(EMPTY_RING, true), messages(0, 1)), false), messages(2, 2));
  assert.deepEqual(on.rows.map((row) => row.offset), ['2', '1', '0']);
});
