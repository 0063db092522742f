import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { icon } from '../../theme';
import { Confirm } from '../../ui/Confirm';
import type { Column } from '../../ui/List';
import { ListTable } from '../../ui/ListTable';
import { Loading } from '../../ui/Loading';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';
import { CreateToken } from './CreateToken';

type Token = Shape<'TokenView'>;

function columnsOf(onRevoke: (token: Token) => void): readonly Column<Token>[] {
  return [
    { key: 'name', header: 'Name', cell: (row) => row.name },
    { key: 'id', header: 'Id', cell: (row) => <span className="mono">{row.id}</span>, width: 130, isExtra: true },
    { key: 'project', header: 'Project', cell: (row) => row.project ?? <span className="muted">any</span>, width: 130, isExtra: true },
    { key: 'scopes', header: 'May', cell: (row) => row.scopes.join(', ').toLowerCase(), width: 180, isExtra: true },
    { key: 'used', header: 'Last used', cell: (row) => <Time value={row.lastUsed} none="not since the start" />, width: 130, isExtra: true },
    { key: 'expires', header: 'Ends', cell: (row) => <Time value={row.expires} />, width: 110 },
    {
      key: 'actions', header: '', align: 'right', width: 90,
      cell: (row) => <Button variant="subtle" className="danger" size="compact-sm" aria-label={`Revoke ${row.name || row.id}`} onClick={() => onRevoke(row)}>Revoke</Button>,
    },
  ];
}

/** What programs sign in with as the user. */
export function Tokens() {
  const queries = useQueryClient();
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Token>();
  const { data, error, isPending, refetch } = useQuery({ queryKey: keys.tokens, queryFn: () => body(api.GET('/api/v1/tokens')) });
  const create = <Button variant="default" size="compact-sm" leftSection={<IconPlus {...icon.small} size={14} />} onClick={() => setCreating(true)}>Create token</Button>;
  return (
    <Section title="API tokens" actions={create}>
      {isPending && <Loading rows={3} />}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && <ListTable label="tokens" columns={columnsOf(setRevoking)} rows={data.items.filter((token) => token.kind === 'API')} rowKey={(row) => row.id} sort="" onSort={() => undefined} onOpen={undefined} isOpen={undefined} />}
      {isCreating && <CreateToken onClose={() => setCreating(false)} />}
      {revoking && (
        <Confirm
          title="Revoke" verb="Revoke" onClose={() => setRevoking(undefined)}
          run={() => body(api.DELETE('/api/v1/tokens/{token}', { params: { path: { token: revoking.id } } }))}
          onDone={() => void queries.invalidateQueries({ queryKey: keys.tokens })}
        >
          Whatever signs in with <strong>{revoking.name || revoking.id}</strong> is refused from now on.
        </Confirm>
      )}
    </Section>
  );
}
