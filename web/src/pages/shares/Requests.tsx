import { useState } from 'react';
import { api, body } from '../../api/client';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { Name } from '../../ui/Name';
import { Time } from '../../ui/Time';
import { GrantRequest } from './GrantRequest';
import { RefuseRequest } from './RefuseRequest';
import { rightsInWords, type ShareRequest, shareKeys } from './share';

type Choose = (request: ShareRequest) => void;

const REFRESH_MS = 30_000;

function columnsOf(onGrant: Choose, onRefuse: Choose): readonly Column<ShareRequest>[] {
  return [
    { key: 'name', header: 'Dataset', value: (row) => row.name, cell: (row) => <Name name={row.name} isBold /> },
    { key: 'borrower', header: 'Asked for by', value: (row) => row.borrower, cell: (row) => <Name name={row.borrower} />, width: 150 },
    { key: 'rights', header: 'Rights', value: (row) => rightsInWords(row.rights), cell: (row) => rightsInWords(row.rights), width: 130, isExtra: true },
    { key: 'by', header: 'By', value: (row) => row.askedBy, cell: (row) => <Name name={row.askedBy} />, width: 120, isExtra: true },
    { key: 'asked', header: 'Asked', value: (row) => row.asked, cell: (row) => <Time value={row.asked} />, width: 110, isExtra: true },
    { key: 'note', header: 'Note', value: (row) => row.note, cell: (row) => <Name name={row.note} />, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 170, cell: (row) => <Answer request={row} onGrant={onGrant} onRefuse={onRefuse} /> },
  ];
}

function Answer({ request, onGrant, onRefuse }: { request: ShareRequest; onGrant: Choose; onRefuse: Choose }) {
  const { ownersOnly } = useProject();
  const denied = ownersOnly('answer requests');
  return (
    <span className="row">
      <Deniable size="compact-sm" denied={denied} onClick={() => onGrant(request)} aria-label={`Lend ${request.name} to ${request.borrower}`}>Lend</Deniable>
      <Deniable size="compact-sm" variant="subtle" className="danger" denied={denied} onClick={() => onRefuse(request)} aria-label={`Reject ${request.name} for ${request.borrower}`}>Reject</Deniable>
    </span>
  );
}

/** What other projects ask to borrow of this one. */
export function Requests() {
  const { name } = useProject();
  const [granting, setGranting] = useState<ShareRequest>();
  const [refusing, setRefusing] = useState<ShareRequest>();
  const pages = usePages(
    shareKeys.requests(name),
    () => body(api.GET('/api/v1/projects/{project}/share-requests', { params: { path: { project: name } } })),
    { refetchInterval: REFRESH_MS },
  );
  return (
    <>
      <List
        label="requests" pages={pages} columns={columnsOf(setGranting, setRefusing)} rowKey={(row) => row.id}
        empty={<Empty>Nobody asks for anything. Others find what is listed under Share, on the list of datasets, and ask for it.</Empty>}
      />
      {granting && <GrantRequest request={granting} onClose={() => setGranting(undefined)} />}
      {refusing && <RefuseRequest request={refusing} onClose={() => setRefusing(undefined)} />}
    </>
  );
}
