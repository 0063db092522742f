import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { Confirm } from '../../ui/Confirm';
import type { Column } from '../../ui/List';
import { ListTable } from '../../ui/ListTable';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';
import { agentInWords } from './agent';

type Device = Shape<'DeviceView'>;

function columnsOf(onEnd: (device: Device) => void): readonly Column<Device>[] {
  return [
    { key: 'agent', header: 'Where', cell: (row) => <span title={row.agent}>{agentInWords(row.agent)}{row.isCurrent && <strong> (this one)</strong>}</span> },
    { key: 'from', header: 'From', cell: (row) => <span className="mono">{row.from || 'this machine'}</span>, width: 150 },
    { key: 'by', header: 'Signed in by', cell: (row) => row.signedInBy, width: 130, isExtra: true },
    { key: 'used', header: 'Last used', cell: (row) => <Time value={row.lastUsed} none="not since the start" />, width: 130, isExtra: true },
    { key: 'created', header: 'Began', cell: (row) => <Time value={row.created} />, width: 120, isExtra: true },
    { key: 'expires', header: 'Ends', cell: (row) => <Time value={row.expires} />, width: 110, isExtra: true },
    {
      key: 'actions', header: '', align: 'right', width: 90,
      cell: (row) => row.isCurrent ? null : <Button variant="subtle" className="danger" size="compact-sm" aria-label={`End the session ${agentInWords(row.agent)} from ${row.from}`} onClick={() => onEnd(row)}>End</Button>,
    },
  ];
}

/** Where the user is signed in. */
export function Sessions() {
  const queries = useQueryClient();
  const [ending, setEnding] = useState<Device | 'others'>();
  const { data, error, isPending, refetch } = useQuery({ queryKey: keys.sessions, queryFn: () => body(api.GET('/api/v1/me/sessions')) });
  const others = data?.items.filter((device) => !device.isCurrent).length ?? 0;
  const end = others > 0 && <Button variant="default" size="compact-sm" onClick={() => setEnding('others')}>Sign out others</Button>;
  return (
    <Section title="Sessions" actions={end}>
      {isPending && <Loading rows={2} />}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && <ListTable label="Sessions" columns={columnsOf(setEnding)} rows={data.items} rowKey={(row) => row.id} sort="" onSort={() => undefined} onOpen={undefined} isOpen={undefined} />}
      {ending && (
        <Confirm
          title="Sign out" verb="Sign out" onClose={() => setEnding(undefined)}
          run={async () => {
            if (ending === 'others') await body(api.DELETE('/api/v1/me/sessions'));
            else await body(api.DELETE('/api/v1/me/sessions/{session}', { params: { path: { session: ending.id } } }));
          }}
          onDone={() => {
            void queries.invalidateQueries({ queryKey: keys.sessions });
            said('Signed out.');
          }}
        >
          {ending === 'others' ? <>All sessions but this one end: {others}.</> : <>{agentInWords(ending.agent)} from {ending.from || 'this machine'} has to sign in again.</>}
        </Confirm>
      )}
    </Section>
  );
}
