import assert from 'node:assert/strict';
import { test } from 'vitest';
import { progressOf, withoutPassed, withPassed } from './progress';

const NOTHING = { open: null, passed: {} };

test('what a browser has kept is read back', () => {
  const kept = withPassed(withPassed({ open: 'kafka', passed: {} }, 'kafka', 'project'), 'kafka', 'schema');
  assert.deepEqual(progressOf(JSON.stringify(kept)), { open: 'kafka', passed: { kafka: ['project', 'schema'] } });
});

test('a step is passed once', () => {
  const once = withPassed(NOTHING, 'kafka', 'project');
  assert.equal(withPassed(once, 'kafka', 'project'), once);
});

test('a tour that begins anew leaves the others where they were', () => {
  const both = withPassed(withPassed(NOTHING, 'kafka', 'project'), 'streaming', 'project');
  assert.deepEqual(withoutPassed(both, 'kafka').passed, { kafka: [], streaming: ['project'] });
});

test.each(['', 'no JSON', '[]', 'null', '{"open":1,"passed":[1]}'])('%j is no progress', (text) => {
  assert.deepEqual(progressOf(text).open, null);
  assert.deepEqual(Object.values(progressOf(text).passed).flat(), []);
});

test('what makes no sense is bounded and left out', () => {
  const steps = Array.from({ length: 1000 }, (_, index) => `step${index}`);
  assert.equal(progressOf(JSON.stringify({ open: null, passed: { kafka: [...steps, 7] } })).passed['kafka']?.length, 100);
});
