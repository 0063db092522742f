import { expect, test } from 'vitest';
import { optionsOf, sentOf, typedOf, versionOf } from './schemaReferences';

test('a version is a number, or nothing for the latest', () => {
  expect(versionOf(' 12 ')).toBe(12);
  expect(versionOf('')).toBe(-1);
  for (const wrong of ['0', '-1', '1.5', 'v1', '1e3', '99999999999']) expect(versionOf(wrong)).toBeUndefined();
});

test('references are sent as they are typed, and shown as they were sent', () => {
  const typed = [{ name: ' air/carrier.proto', subject: 'carrier ', version: '2' }];
  const sent = [{ name: 'air/carrier.proto', subject: 'carrier', version: 2 }];
  expect(sentOf(typed)).toEqual(sent);
  expect(typedOf(sent)).toEqual([{ name: 'air/carrier.proto', subject: 'carrier', version: '2' }]);
  expect(sentOf([...typed, { name: 'a', subject: 'b', version: 'newest' }])).toBeUndefined();
});

test('the command line names them too', () => {
  expect(optionsOf([{ name: 'a.proto', subject: 'a', version: 3 }, { name: 'b.proto', subject: 'b', version: -1 }])).toBe(" --reference 'a.proto=a@3' --reference 'b.proto=b'");
  expect(optionsOf([])).toBe('');
});
