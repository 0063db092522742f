import assert from 'node:assert/strict';
import { test, vi } from 'vitest';

vi.stubGlobal('window', { location: { origin: 'http://localhost' } });
const { passedOf } = await import('./progress');
const { kafka } = await import('./kafka');

test('what is done are the steps up to the one that the server knows of', () => {
  assert.deepEqual(passedOf(kafka, 'topic'), ['project', 'schema', 'topic']);
});

test.each([null, 'a step of another version'])('nothing is done with %s', (step) => {
  assert.deepEqual(passedOf(kafka, step), []);
});
