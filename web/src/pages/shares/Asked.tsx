import { useMutation } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { usePages } from '../../api/pages';
import { asProblem } from '../../api/problem';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { Name } from '../../ui/Name';
import { said } from '../../ui/notify';
import { State, type StateKind } from '../../ui/State';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { rightsInWords, type ShareRequest, shareKeys, useSharesChanged } from './share';

const LOOKS: Record<ShareRequest['state'], { kind: StateKind; label: string }> = {
  WAITING: { kind: 'waiting', label: 'Waiting' },
  REJECTED: { kind: 'failed', label: 'Rejected' },
  GRANTED: { kind: 'ok', label: 'Lent' },
};

const COLUMNS: readonly Column<ShareRequest>[] = [
  { key: 'dataset', header: 'Dataset', value: (row) => row.dataset, cell: (row) => <Name name={row.dataset} isBold /> },
  { key: 'rights', header: 'Rights', value: (row) => rightsInWords(row.rights), cell: (row) => rightsInWords(row.rights), width: 130, isExtra: true },
  { key: 'state', header: 'State', value: (row) => row.state, cell: (row) => <State {...LOOKS[row.state]} raw={row.state} />, width: 120 },
  { key: 'by', header: 'Asked by', value: (row) => row.askedBy, cell: (row) => <Name name={row.askedBy} />, width: 120, isExtra: true },
  { key: 'changed', header: 'Since', value: (row) => row.changed, cell: (row) => <Time value={row.changed} />, width: 110, isExtra: true },
  { key: 'note', header: 'Note, or why not', value: (row) => row.reason || row.note, cell: (row) => <Name name={row.reason || row.note} />, isExtra: true },
  { key: 'actions', header: '', align: 'right', width: 110, cell: (row) => row.state === 'WAITING' && <Withdraw request={row} /> },
];

function Withdraw({ request }: { request: ShareRequest }) {
  const { name: project, ownersOnly } = useProject();
  const changed = useSharesChanged(project);
  const withdraw = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/projects/{project}/borrowing-requests/{request}', { params: { path: { project, request: request.id } } })),
    onSuccess: changed,
    onError: (failure) => said(asProblem(failure).message),
  });
  return <Deniable size="compact-sm" variant="subtle" denied={ownersOnly('withdraw requests')} loading={withdraw.isPending} onClick={() => withdraw.mutate()} aria-label={`Withdraw the request for ${request.dataset}`}>Withdraw</Deniable>;
}

/** What the project has asked others to lend, and their answers. */
export function Asked() {
  const { name } = useProject();
  const pages = usePages(shareKeys.asked(name), () => body(api.GET('/api/v1/projects/{project}/borrowing-requests', { params: { path: { project: name } } })));
  const more = <TextLink to="/catalogue" search={{ tab: 'listed' }}>Datasets on request</TextLink>;
  return (
    <List
      label="what was asked" pages={pages} columns={COLUMNS} rowKey={(row) => row.id} tools={more}
      empty={<Empty action={more}>Nothing was asked for. Datasets that their owners list can be asked for; what is lent is under Borrowed.</Empty>}
    />
  );
}
