import { useState } from 'react';
import { api, body } from '../../api/client';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { Empty } from '../../ui/Empty';
import { List } from '../../ui/List';
import { TextLink } from '../../ui/TextLink';
import { useUrlState } from '../../ui/urlState';
import { lentColumns } from './columns';
import { LentDrawer } from './LentDrawer';
import { RevokeShare } from './RevokeShare';
import { type Share, shareKeys } from './share';

/** What the project has offered to others, and what became of it. */
export function Lent() {
  const { name } = useProject();
  const [opened, setOpened] = useUrlState('share');
  const [revoking, setRevoking] = useState<Share>();
  const pages = usePages(shareKeys.lent(name), (query) => body(api.GET('/api/v1/projects/{project}/shares', { params: { path: { project: name }, query } })));
  const share = pages.items.find((one) => one.id === opened);
  const start = <TextLink to="/p/$project/data" params={{ project: name }} search={{}}>Share a dataset</TextLink>;
  return (
    <>
      <List
        label="what is lent" pages={pages} columns={lentColumns(setOpened, setRevoking)} rowKey={(row) => row.id} onOpen={(row) => setOpened(row.id)} isOpen={(row) => row.id === opened}
        empty={<Empty action={start} command={`hops share offer dataset NAME --to PROJECT -p ${name}`}>Nothing is lent. A dataset or a topic can be shared with another project without a copy: its owners accept the offer, and you can take it back.</Empty>}
      />
      {share && <LentDrawer share={share} onRevoke={() => setRevoking(share)} onClose={() => setOpened('')} />}
      {revoking && <RevokeShare share={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}
