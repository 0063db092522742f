import createClient from 'openapi-fetch';
import { takeEarly } from './early';
import { parseLossless } from './lossless';
import { problemOf, unreachable } from './problem';
import type { components, paths } from './schema.gen';

/** A shape of the API by its name. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What a state change by cookie must carry: another site cannot send it. */
export const REQUEST_HEADER = { 'X-Hops-Request': '1' } as const;

/** The same answer, whose JSON is read without losing digits; openapi-fetch asks for it where there is a length. */
async function withDigits(response: Response): Promise<Response> {
  if (!response.ok || !response.headers.get('Content-Type')?.includes('json')) return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.set('Content-Length', String(text.length));
  const copy = new Response(text, { status: response.status, headers });
  copy.json = () => Promise.resolve(parseLossless(text));
  return copy;
}

async function send(request: Request): Promise<Response> {
  try {
    return await withDigits(await (takeEarly(request) ?? fetch(request)));
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw unreachable();
  }
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin, headers: REQUEST_HEADER, fetch: send });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a success; every other answer is thrown as a problem. */
export async function body<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
}

/** The body of a success with the entity tag that a later change has to name. */
export async function tagged<T>(call: Promise<Answer<T>>): Promise<{ value: T; tag: string }> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(response.status, error);
  return { value: data as T, tag: response.headers.get('ETag') ?? '*' };
}
