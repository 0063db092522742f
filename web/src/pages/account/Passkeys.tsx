import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { hasPasskeys } from '../../frame/passkey';
import { icon } from '../../theme';
import { Confirm } from '../../ui/Confirm';
import type { Column } from '../../ui/List';
import { ListTable } from '../../ui/ListTable';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';
import { AddPasskey } from './AddPasskey';
import { RenamePasskey } from './RenamePasskey';

type Passkey = Shape<'PasskeyView'>;
type Step = { what: 'add' } | { what: 'rename' | 'remove'; passkey: Passkey };

function columnsOf(onStep: (step: Step) => void): readonly Column<Passkey>[] {
  return [
    { key: 'name', header: 'Name', cell: (row) => row.name },
    { key: 'used', header: 'Last used', cell: (row) => <Time value={row.lastUsed} none="never" />, width: 130 },
    { key: 'created', header: 'Added', cell: (row) => <Time value={row.created} />, width: 120, isExtra: true },
    {
      key: 'actions', header: '', align: 'right', width: 170,
      cell: (row) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <Button variant="subtle" size="compact-sm" aria-label={`Rename ${row.name}`} onClick={() => onStep({ what: 'rename', passkey: row })}>Rename</Button>
          <Button variant="subtle" className="danger" size="compact-sm" aria-label={`Remove ${row.name}`} onClick={() => onStep({ what: 'remove', passkey: row })}>Remove</Button>
        </Group>
      ),
    },
  ];
}

/** Devices that sign the user in by themselves. */
export function Passkeys() {
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>();
  const { data, error, isPending, refetch } = useQuery({ queryKey: keys.passkeys, queryFn: () => body(api.GET('/api/v1/me/passkeys')) });
  const refresh = () => Promise.all([keys.passkeys, keys.sessions].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const close = () => setStep(undefined);
  const done = (text: string) => {
    close();
    void refresh();
    said(text);
  };
  const add = hasPasskeys && <Button variant="default" size="compact-sm" leftSection={<IconPlus {...icon.small} size={14} />} onClick={() => setStep({ what: 'add' })}>Add passkey</Button>;
  return (
    <Section title="Passkeys" actions={add}>
      {isPending && <Loading rows={2} />}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && data.items.length === 0 && (
        <p className="muted">
          A phone, a computer or a key that recognizes you signs you in by itself, without a password and a code, and at no page but this server&rsquo;s.
          {!hasPasskeys && ' This browser does not know passkeys.'}
        </p>
      )}
      {data && data.items.length > 0 && <ListTable label="Passkeys" columns={columnsOf(setStep)} rows={data.items} rowKey={(row) => row.id} sort="" onSort={() => undefined} onOpen={undefined} isOpen={undefined} />}
      {step?.what === 'add' && <AddPasskey onClose={close} onDone={() => done('The passkey is added.')} />}
      {step?.what === 'rename' && <RenamePasskey passkey={step.passkey} onClose={close} onDone={() => done('The passkey is renamed.')} />}
      {step?.what === 'remove' && (
        <Confirm
          title="Remove passkey" verb="Remove passkey" onClose={close} onDone={() => done('The passkey is removed.')}
          run={() => body(api.DELETE('/api/v1/me/passkeys/{passkey}', { params: { path: { passkey: step.passkey.id } } }))}
        >
          <strong>{step.passkey.name}</strong> signs you in no more, and all sessions but this one end. The device keeps its half until you remove it there.
        </Confirm>
      )}
    </Section>
  );
}
