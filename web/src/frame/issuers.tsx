import { Button, Stack } from '@mantine/core';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, body, type Shape } from '../api/client';
import { keys } from '../api/keys';
import { Problem } from '../ui/Problem';

/** Who vouches for people here besides their passwords. */
export const issuersQuery = queryOptions({
  queryKey: keys.issuers,
  queryFn: () => body(api.GET('/api/v1/issuers')),
  staleTime: 60_000,
});

/** Leaves for an issuer; first for the address to which it sends people back, if this is another name of the server. */
export function leaveFor(visit: Shape<'IssuerVisitView'>, page: string): void {
  const home = new URL(visit.returnTo).origin;
  window.location.assign(home === window.location.origin ? visit.address : home + page);
}

/** A button for each issuer; nothing where there is none. */
export function IssuerButtons({ next }: { next: string | undefined }) {
  const { data } = useQuery(issuersQuery);
  const begin = useMutation({
    mutationFn: (issuer: string) => body(api.POST('/api/v1/issuer-sign-ins', { body: { issuer, ...(next === undefined ? {} : { next }) } })),
    onSuccess: (visit) => leaveFor(visit, '/login'),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Stack gap="sm">
      {data.items.map((issuer) => (
        <Button
          key={issuer.name} variant="default" fullWidth loading={(begin.isPending || begin.isSuccess) && begin.variables === issuer.name}
          onClick={() => begin.mutate(issuer.name)}
        >
          Sign in with {issuer.displayName}
        </Button>
      ))}
      {begin.isError && <Problem error={begin.error} />}
    </Stack>
  );
}
