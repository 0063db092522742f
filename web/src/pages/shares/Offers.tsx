import { useState } from 'react';
import { api, body } from '../../api/client';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { Empty } from '../../ui/Empty';
import { List } from '../../ui/List';
import { AcceptOffer } from './AcceptOffer';
import { offerColumns } from './columns';
import { RejectOffer } from './RejectOffer';
import { type Share, shareKeys } from './share';

const REFRESH_MS = 30_000;

/** What other projects offer to this one, to be answered. */
export function Offers() {
  const { name } = useProject();
  const [accepting, setAccepting] = useState<Share>();
  const [rejecting, setRejecting] = useState<Share>();
  const pages = usePages(
    shareKeys.offers(name),
    (query) => body(api.GET('/api/v1/projects/{project}/share-offers', { params: { path: { project: name }, query } })),
    { refetchInterval: REFRESH_MS },
  );
  return (
    <>
      <List
        label="offers" pages={pages} columns={offerColumns(setAccepting, setRejecting)} rowKey={(row) => row.id}
        empty={<Empty>No offer waits for an answer. Owners of another project offer a dataset or a topic to the name of this one, <strong>{name}</strong>.</Empty>}
      />
      {accepting && <AcceptOffer share={accepting} onClose={() => setAccepting(undefined)} />}
      {rejecting && <RejectOffer share={rejecting} onClose={() => setRejecting(undefined)} />}
    </>
  );
}
