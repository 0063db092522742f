import assert from 'node:assert/strict';
import { type Completion, CompletionContext, type CompletionSource } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { test } from 'vitest';
import { sqlLanguage } from './languages';

async function offeredAfter(text: string): Promise<string[]> {
  const state = EditorState.create({ doc: text, extensions: sqlLanguage([{ name: 'clicks', kind: 'topic', columns: [] }, { schema: 'topics', name: 'v1.rides', kind: 'topic', columns: [] }], undefined) });
  const sources = state.languageDataAt<CompletionSource | readonly Completion[]>('autocomplete', text.length);
  const answers = await Promise.all(sources.map((source) => (typeof source === 'function' ? source(new CompletionContext(state, text.length, true)) : { options: source })));
  return answers.flatMap((answer) => answer?.options.map((option) => option.label) ?? []);
}

test('what DuckDB reads in a SELECT is offered, with the tables', async () => {
  const offered = await offeredAfter('SELECT ');
  assert.deepEqual(['QUALIFY', 'ASOF', 'PIVOT', 'TRY_CAST', 'TIMESTAMPTZ', 'tumble', 'clicks'].filter((word) => !offered.includes(word)), []);
});

test('a topic is offered after the word that stands before it', async () => {
  assert.ok((await offeredAfter('SELECT 1 FROM topics.')).includes('v1.rides'));
});

test('words of other databases, and those that make tables, are not', async () => {
  const offered = await offeredAfter('SELECT d');
  assert.deepEqual(['DLNEWCOPY', 'CREATE', 'DEFERRABLE', 'GRANT'].filter((word) => offered.includes(word)), []);
});
