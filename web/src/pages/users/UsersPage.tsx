import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useMe } from '../../frame/session';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { ChangeUser, type UserChange } from './ChangeUser';
import { userColumns } from './columns';
import { NewUser } from './NewUser';
import { UserIdentities } from './UserIdentities';

/** Everybody who may sign in; administrators alone see it. */
export function UsersPage() {
  const me = useMe();
  const [isCreating, setCreating] = useState(false);
  const [change, setChange] = useState<UserChange>();
  const [identities, setIdentities] = useState<string>();
  const pages = usePages(keys.users, (query) => body(api.GET('/api/v1/users', { params: { query } })));
  const create = useCallback(() => setCreating(true), []);
  useShortcut('c', 'New user', create);
  return (
    <Page
      title="Users"
      actions={<><CopyAs command="hops user list" path="/api/v1/users" /><Button leftSection={<IconUserPlus {...icon.small} />} onClick={create} title="New user (c)">New user</Button></>}
    >
      <List label="users" pages={pages} columns={userColumns(me.user, setChange, setIdentities)} rowKey={(row) => row.id} empty={<Empty command="hops user create NAME">Nobody is here yet.</Empty>} />
      {isCreating && <NewUser onClose={() => setCreating(false)} />}
      {identities !== undefined && <UserIdentities user={identities} onClose={() => setIdentities(undefined)} />}
      {change && <ChangeUser change={change} onClose={() => setChange(undefined)} />}
    </Page>
  );
}
