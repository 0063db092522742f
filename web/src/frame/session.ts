import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import { api, body, type Shape } from '../api/client';
import { keys } from '../api/keys';
import { forgetSessionState } from '../ui/sessionState';

export type Me = Shape<'MeView'>;

/** Who is signed in. */
export const meQuery = queryOptions({ queryKey: keys.me, queryFn: () => body(api.GET('/api/v1/me')), staleTime: 60_000 });

/** The user of the page; the frame shows no page without one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  // Once the session has ended nobody is known any more, and what is on the screen may be drawn once more before the sign-in page is.
  const last = useRef(data);
  if (data) last.current = data;
  if (!last.current) throw new Error('No page is shown before it is known who is signed in.');
  return last.current;
}

/** Who is signed in, if that is known: nothing is asked, and nobody is while the session has just ended. */
export function useKnownMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: false }).data;
}

/** False for an account that signs in by an issuer alone: no password is asked of it, but it has to have signed in lately. */
export function useHasPassword(): boolean {
  return useKnownMe()?.hasPassword ?? true;
}

/** Signs in: the answer sets the cookie, which no script can read. Nothing of who was here before is kept. */
export async function signIn(queries: QueryClient, credentials: Shape<'CreateSessionRequest'>): Promise<void> {
  await body(api.POST('/api/v1/browser-session', { body: credentials }));
  queries.clear();
}

/** Ends the session and forgets all that was read. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await body(api.DELETE('/api/v1/browser-session'));
    forgetSessionState();
    await navigate({ to: '/login', search: {} });
    queries.clear();
  }, [queries, navigate]);
}

/** An address of ours to return to; anything else is the home page. */
export function returnAddress(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}
