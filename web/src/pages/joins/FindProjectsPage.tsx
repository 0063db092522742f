import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { asProblem } from '../../api/problem';
import { RoleChip } from '../../frame/RoleChip';
import { Confirm } from '../../ui/Confirm';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { said } from '../../ui/notify';
import { Page } from '../../ui/Page';

type Listed = Shape<'ListedProjectView'>;

const NOTE_MAX = 500;

function columnsOf(asked: ReadonlySet<string>, onAsk: (name: string) => void): readonly Column<Listed>[] {
  return [
    { key: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <strong>{row.name}</strong>, width: '22%' },
    { key: 'description', header: 'Description', value: (row) => row.description, cell: (row) => <span className="ellipsis block" title={row.description}>{row.description}</span> },
    { key: 'owners', header: 'Data owners', value: (row) => row.owners.join(', '), cell: (row) => <span className="ellipsis block">{row.owners.join(', ')}</span>, width: 180, isExtra: true },
    { key: 'join', header: '', cell: (row) => <Join row={row} isAsked={asked.has(row.name)} onAsk={onAsk} />, align: 'right', width: 170 },
  ];
}

function Join({ row, isAsked, onAsk }: { row: Listed; isAsked: boolean; onAsk: (name: string) => void }) {
  if (row.role !== 'NONE') return <RoleChip role={row.role} />;
  return isAsked ? <Withdraw name={row.name} /> : <Button size="compact-sm" variant="default" onClick={() => onAsk(row.name)} aria-label={`Ask to join ${row.name}`}>Ask to join</Button>;
}

function Withdraw({ name }: { name: string }) {
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/me/join-requests/{name}', { params: { path: { name } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.joinRequests }),
    onError: (failure) => said(asProblem(failure).message),
  });
  return <Button size="compact-sm" variant="subtle" loading={withdraw.isPending} onClick={() => withdraw.mutate()} aria-label={`Withdraw the request to join ${name}`}>Asked: withdraw</Button>;
}

function Ask({ name, onClose }: { name: string; onClose: () => void }) {
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const settle = async () => {
    await queries.invalidateQueries({ queryKey: keys.joinRequests });
    said(`The owners of ${name} see that you ask.`);
  };
  return (
    <Confirm
      title={`Ask to join ${name}`} verb="Ask" isSafe onClose={onClose} onDone={() => void settle()}
      run={() => body(api.POST('/api/v1/me/join-requests', { body: { project: name, note: note.trim().replace(/\s+/g, ' ') } }))}
    >
      <Textarea label="Note" description="For its owners: who you are, what you need. May be left empty." maxLength={NOTE_MAX} autosize minRows={2} maxRows={6} data-autofocus value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </Confirm>
  );
}

/** Projects that their owners let everybody find. */
export function FindProjectsPage() {
  const [asking, setAsking] = useState<string>();
  const pages = usePages([...keys.joinRequests, 'listed'], (query) => body(api.GET('/api/v1/listed-projects', { params: { query } })));
  const { data: own } = useQuery({ queryKey: [...keys.joinRequests, 'own'], queryFn: () => body(api.GET('/api/v1/me/join-requests')) });
  const asked = new Set(own?.items.filter((request) => request.state === 'WAITING').map((request) => request.project));
  return (
    <Page title="Find projects" actions={<CopyAs command="hops join find" path="/api/v1/listed-projects" />}>
      <List
        label="listed projects" pages={pages} columns={columnsOf(asked, setAsking)} rowKey={(row) => row.name}
        empty={<Empty>No project is listed. Data owners list a project on its overview; then everybody finds it here and can ask to join.</Empty>}
      />
      {asking !== undefined && <Ask name={asking} onClose={() => setAsking(undefined)} />}
    </Page>
  );
}
