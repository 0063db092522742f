import assert from 'node:assert/strict';
import { test } from 'vitest';
import { choicesOf, type Holder, questionCommand, questionOf } from './access';

const HOLDERS: Holder[] = [
  { who: 'Data Owners', role: 'DATA_OWNER', borrower: null, expires: null, members: ['bo', 'ana'], rights: [] },
  { who: 'Members of project lab', role: null, borrower: 'lab', expires: null, members: [], rights: [] },
];

test('a question is of a member or of a project that borrows, and whether a query does it', () => {
  assert.deepEqual(choicesOf(HOLDERS).map(({ value }) => value), ['ana', 'bo', 'project:lab']);
  assert.deepEqual(questionOf('ana', 'READ in queries'), { user: 'ana', operation: 'READ', inQuery: true });
  assert.deepEqual(questionOf('project:lab', 'DELETE'), { borrower: 'lab', operation: 'DELETE', inQuery: false });
  assert.equal(questionCommand('p', 't', 'project:lab', 'WRITE in queries'), 'hops topic access t -p p --borrower lab --operation write --in-query');
  assert.equal(questionCommand('p', 't', 'ana', 'READ'), 'hops topic access t -p p --user ana');
});
