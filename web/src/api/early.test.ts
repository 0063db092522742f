import { afterEach, expect, test } from 'vitest';
import { takeEarly } from './early';

const question = (address: string, method = 'GET') => new Request(`http://hops.test${address}`, { method });

afterEach(() => {
  globalThis.hopsEarly = undefined;
});

test('an answer that is on its way is taken once', () => {
  const answer = Promise.resolve(new Response('{}'));
  globalThis.hopsEarly = { '/api/v1/me': answer };
  expect(takeEarly(question('/api/v1/me'))).toBe(answer);
  expect(takeEarly(question('/api/v1/me'))).toBeUndefined();
});

test('a question that differs in its search is another one', () => {
  globalThis.hopsEarly = { '/api/v1/projects': Promise.resolve(new Response('{}')) };
  expect(takeEarly(question('/api/v1/projects?limit=5'))).toBeUndefined();
});

test('whoever signs in is not told what nobody was told before', () => {
  globalThis.hopsEarly = { '/api/v1/me': Promise.resolve(new Response('{}', { status: 401 })) };
  expect(takeEarly(question('/api/v1/browser-session', 'POST'))).toBeUndefined();
  expect(takeEarly(question('/api/v1/me'))).toBeUndefined();
});
