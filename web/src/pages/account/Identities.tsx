import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { issuersQuery, leaveFor } from '../../frame/issuers';
import { useMe } from '../../frame/session';
import { fieldError, FormError } from '../../ui/FormError';
import type { Column } from '../../ui/List';
import { ListTable } from '../../ui/ListTable';
import { said } from '../../ui/notify';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';

type Identity = Shape<'IdentityView'>;
type Issuer = Shape<'IssuerView'>;

function columnsOf(onUnlink: (identity: Identity) => void): readonly Column<Identity>[] {
  return [
    { key: 'issuer', header: 'By', cell: (row) => <>{row.displayName}{!row.isUsable && <span className="muted"> (not offered any more)</span>}</> },
    { key: 'label', header: 'There', cell: (row) => <span className="break">{row.label || row.subject}</span> },
    { key: 'used', header: 'Last used', cell: (row) => <Time value={row.lastUsed} none="never" />, width: 130, isExtra: true },
    {
      key: 'actions', header: '', align: 'right', width: 90,
      cell: (row) => <Button variant="subtle" className="danger" size="compact-sm" aria-label={`Unlink ${row.displayName} ${row.label}`} onClick={() => onUnlink(row)}>Unlink</Button>,
    },
  ];
}

/** Who else vouches for the user; nothing where nobody could and nobody does. */
export function Identities() {
  const queries = useQueryClient();
  const issuers = useQuery(issuersQuery).data?.items ?? [];
  const [step, setStep] = useState<{ link: Issuer } | { unlink: Identity }>();
  const { data, error, refetch } = useQuery({ queryKey: keys.identities, queryFn: () => body(api.GET('/api/v1/me/identities')) });
  if (!error && issuers.length === 0 && (data?.items.length ?? 0) === 0) return null;
  const close = () => setStep(undefined);
  return (
    <Section title="Sign in with">
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && data.items.length === 0 && <p className="muted">Linked with your account, another sign-in opens it too.</p>}
      {data && data.items.length > 0 && (
        <ListTable label="Identities" columns={columnsOf((unlink) => setStep({ unlink }))} rows={data.items} rowKey={(row) => row.id} sort="" onSort={() => undefined} onOpen={undefined} isOpen={undefined} />
      )}
      <div className="actions">
        {issuers.map((link) => <Button key={link.name} variant="default" onClick={() => setStep({ link })}>Link {link.displayName}</Button>)}
      </div>
      {step && 'link' in step && (
        <Prove
          title={`Link ${step.link.displayName}`} verb="Continue" onClose={close}
          run={(password) => body(api.POST('/api/v1/me/identities', { body: { issuer: step.link.name, password } }))}
          onDone={(visit) => leaveFor(visit, '/account')}
        >
          You sign in there, and come back. Who signs in there as you do is let in here from then on.
        </Prove>
      )}
      {step && 'unlink' in step && (
        <Prove
          title={`Unlink ${step.unlink.displayName}`} verb="Unlink" onClose={close}
          run={(password) => body(api.POST('/api/v1/me/identities/{identity}/removal', { params: { path: { identity: step.unlink.id } }, body: { password } }))}
          onDone={() => {
            close();
            for (const queryKey of [keys.identities, keys.sessions]) void queries.invalidateQueries({ queryKey });
            said('The identity is unlinked.');
          }}
        >
          <strong>{step.unlink.label || step.unlink.subject}</strong> does not open this account any more, and other sessions that it has opened end.
        </Prove>
      )}
    </Section>
  );
}

interface ProveProps<T> {
  title: string;
  verb: string;
  children: ReactNode;
  run: (password: string | null) => Promise<T>;
  onDone: (answer: T) => void;
  onClose: () => void;
}

/** Asks for the password, of who has one. */
function Prove<T>({ title, verb, children, run, onDone, onClose }: ProveProps<T>) {
  const { hasPassword } = useMe();
  const [password, setPassword] = useState('');
  const action = useMutation({ mutationFn: () => run(hasPassword ? password : null), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    action.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text component="div" size="sm">{children}</Text>
          {hasPassword && (
            <PasswordInput
              label="Password" autoComplete="current-password" required data-autofocus
              value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={fieldError(action.error, 'password')}
            />
          )}
          <FormError error={action.error} fields={['password']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={action.isPending || action.isSuccess}>{verb}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
