import { expect, test } from 'vitest';
import { filterOf, localOf, optionsOf, queryOf, utcOf } from './filter';

test('only what selects something is asked for', () => {
  expect(filterOf({ actor: 'ana', action: '', sort: 'time', entry: '3' })).toEqual({ actor: 'ana' });
});

test('a filter is a query and options of the command', () => {
  const filter = { actor: 'ana', target: 'a b&c' };
  expect(queryOf(filter)).toBe('actor=ana&target=a+b%26c');
  expect(optionsOf(filter, (text) => `'${text}'`)).toBe(" --actor 'ana' --target 'a b&c'");
});

test('a time goes to the field and back without a loss', () => {
  const utc = '2026-11-27T08:15:30.000Z';
  expect(utcOf(localOf(utc))).toBe(utc);
  expect(localOf('yesterday')).toBe('');
  expect(utcOf('')).toBe('');
});
