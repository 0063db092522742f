import assert from 'node:assert/strict';
import { test } from 'vitest';
import { choiceOf, daysOf } from './retention';

const ITEM = { dataset: 'logs', days: null, isOwn: false, begins: null, looked: null, filesRemoved: 0, bytesRemoved: 0 };
const RETENTION = { project: 'p', days: 30, daysMin: 1, daysMax: 3650, graceSeconds: 86_400, items: [ITEM] };

test('a dataset of which nothing was said does as its project', () => {
  assert.equal(choiceOf(RETENTION, 'logs'), 'project');
  assert.equal(choiceOf({ ...RETENTION, items: [{ ...ITEM, isOwn: true }] }, 'logs'), 'keep');
  assert.equal(choiceOf({ ...RETENTION, items: [{ ...ITEM, isOwn: true, days: 3 }] }, 'logs'), 'remove');
});

test('a project keeps files or does not', () => {
  assert.deepEqual([choiceOf(RETENTION, undefined), choiceOf({ ...RETENTION, days: null }, undefined)], ['remove', 'keep']);
});

test('to keep is null for a project and 0 for a dataset, for which null is as its project', () => {
  assert.deepEqual([daysOf('keep', 5, undefined), daysOf('keep', 5, 'logs'), daysOf('project', 5, 'logs'), daysOf('remove', 5, 'logs')], [null, 0, null, 5]);
});
