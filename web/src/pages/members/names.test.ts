import { expect, test } from 'vitest';
import { namesOf } from './names';

test('names are apart by whatever people paste, and each is there once', () => {
  expect(namesOf(' ada, bob;cy\n\tada  ')).toEqual(['ada', 'bob', 'cy']);
  expect(namesOf('  ')).toEqual([]);
});
