import { useState } from 'react';
import { api, body } from '../../api/client';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { Empty } from '../../ui/Empty';
import { List } from '../../ui/List';
import { TextLink } from '../../ui/TextLink';
import { borrowedColumns } from './columns';
import { LeaveShare } from './LeaveShare';
import { type Share, shareKeys } from './share';

/** What the project borrows of others. */
export function Borrowed() {
  const { name } = useProject();
  const [leaving, setLeaving] = useState<Share>();
  const pages = usePages(shareKeys.borrowed(name), (query) => body(api.GET('/api/v1/projects/{project}/borrowings', { params: { path: { project: name }, query } })));
  const more = <TextLink to="/catalogue" search={{}}>Public datasets</TextLink>;
  return (
    <>
      <List
        label="what is borrowed" pages={pages} columns={borrowedColumns(setLeaving)} rowKey={(row) => row.id} tools={more}
        empty={<Empty action={more}>Nothing is borrowed. What another project offers is under Offers; once it is accepted, queries and SQL read it here by its name, without a copy.</Empty>}
      />
      {leaving && <LeaveShare share={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}
