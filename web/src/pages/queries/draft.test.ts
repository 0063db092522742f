import assert from 'node:assert/strict';
import { test } from 'vitest';
import { definitionOf } from './definition';
import { draftOf, EMPTY_DRAFT, errorsOf, isDraft, optionsOf, requestOf } from './draft';

const DEFINITION = {
  topic: 't', sql: 'SELECT 1 FROM t', sink: '/Projects/p/d/x/y', outputMode: 'update', trigger: { intervalMs: 10_000 },
  watermark: { column: 'ts', delayMs: 600_000 }, badRecords: 'deadLetter', deadLetterTopic: 'dead', startingOffsets: 'earliest',
};

test('a definition that is edited and sent again is the same one, under a sink of the project', () => {
  const draft = { ...draftOf('p', definitionOf(DEFINITION)), name: 'n' };
  assert.deepEqual(errorsOf(draft, true), {});
  assert.deepEqual(requestOf(draft), { ...DEFINITION, name: 'n', sink: 'd/x/y' });
});

test('a draft says what it lacks, its name only where it is to be made', () => {
  assert.deepEqual(Object.keys(errorsOf(EMPTY_DRAFT, true)), ['name', 'topic', 'sql', 'dataset']);
  assert.deepEqual(Object.keys(errorsOf({ ...EMPTY_DRAFT, timeColumn: 'ts', delay: 'x', trigger: 'interval', interval: '' }, false)),
    ['topic', 'sql', 'dataset', 'interval', 'delay']);
});

test('the command leaves out what is the default', () => {
  const draft = { ...EMPTY_DRAFT, topic: 't', dataset: 'd', sql: 'SELECT 1' };
  assert.deepEqual(optionsOf(draft), [['--topic', 't'], ['--sink', 'd'], ['--from', 'earliest'], ['--sql', 'SELECT 1']]);
});

test('what was kept by an older page is no draft', () => {
  assert.equal(isDraft({ name: 'x' }), false);
  assert.equal(isDraft(EMPTY_DRAFT), true);
});
