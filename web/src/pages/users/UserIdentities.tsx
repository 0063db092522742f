import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';

/** By whom a user is vouched for, for administrators. */
export function UserIdentities({ user, onClose }: { user: string; onClose: () => void }) {
  const queries = useQueryClient();
  const queryKey = [...keys.users, user, 'identities'];
  const { data, error, isPending } = useQuery({ queryKey, queryFn: () => body(api.GET('/api/v1/users/{user}/identities', { params: { path: { user } } })) });
  const unlink = useMutation({
    mutationFn: (identity: string) => body(api.DELETE('/api/v1/users/{user}/identities/{identity}', { params: { path: { user, identity } } })),
    onSuccess: () => {
      said('The identity is unlinked.');
      return queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Identities of ${user}`}>
      <Stack gap="sm">
        {isPending && <Loading rows={2} />}
        {error && <Problem error={error} />}
        {data && data.items.length === 0 && <p className="muted">{user} signs in by name and password alone.</p>}
        {data?.items.map((row) => (
          <Group key={row.id} justify="space-between" wrap="nowrap">
            <div className="break"><strong>{row.displayName}</strong>: {row.label || row.subject}, last used <Time value={row.lastUsed} none="never" /></div>
            <Button variant="subtle" className="danger" size="compact-sm" aria-label={`Unlink ${row.displayName} ${row.label}`} loading={unlink.isPending} onClick={() => unlink.mutate(row.id)}>Unlink</Button>
          </Group>
        ))}
        {unlink.isError && <Problem error={unlink.error} />}
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>Close</Button></Group>
      </Stack>
    </Modal>
  );
}
