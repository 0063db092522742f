import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { api, body, REQUEST_HEADER, type Shape } from '../api/client';
import { keys } from '../api/keys';
import { problemOf, unreachable } from '../api/problem';
import { forgetSessionState } from '../ui/sessionState';

export type Me = Shape<'MeView'>;

/** Who is signed in. */
export const meQuery = queryOptions({ queryKey: keys.me, queryFn: () => body(api.GET('/api/v1/me')), staleTime: 60_000 });

/** The user of the page; the frame shows no page without one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('No page is shown before it is known who is signed in.');
  return data;
}

/** What one signs in with; the code is asked for only of who has a second factor. */
export interface Credentials {
  user: string;
  password: string;
  code?: string;
}

async function session(method: 'POST' | 'DELETE', credentials?: Credentials): Promise<void> {
  const headers = { ...REQUEST_HEADER, 'Content-Type': 'application/json' };
  const request = { method, headers, ...(credentials ? { body: JSON.stringify(credentials) } : {}) };
  const response = await fetch('/api/v1/browser-session', request).catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
}

/** Signs in: the answer sets the cookie, which no script can read. Nothing of who was here before is kept. */
export async function signIn(queries: QueryClient, credentials: Credentials): Promise<void> {
  await session('POST', credentials);
  queries.clear();
}

/** Ends the session and forgets all that was read. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await session('DELETE');
    forgetSessionState();
    await navigate({ to: '/login', search: {} });
    queries.clear();
  }, [queries, navigate]);
}

/** An address of ours to return to; anything else is the home page. */
export function returnAddress(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}
