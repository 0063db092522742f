import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { membersQuery, useProject } from '../../frame/project';
import { useMe } from '../../frame/session';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Deniable } from '../../ui/Deniable';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { Time } from '../../ui/Time';
import { AddMember } from './AddMember';
import { AskingToJoin } from './AskingToJoin';
import { HandOver } from './HandOver';
import type { Member } from './member';
import { RemoveMember } from './RemoveMember';
import { RoleSelect } from './RoleSelect';
import { RolesInWords } from './RolesInWords';

function columnsOf(user: string, leaving: string | undefined, onRemove: (member: Member) => void): readonly Column<Member>[] {
  return [
    { key: 'user', header: 'User', value: (row) => row.user, cell: (row) => <><strong>{row.user}</strong>{row.user === user && <span className="muted"> (you)</span>}</> },
    { key: 'role', header: 'Role', value: (row) => row.role, cell: (row) => <RoleSelect member={row} />, width: 170 },
    { key: 'added', header: 'Member since', value: (row) => row.added, cell: (row) => <Time value={row.added} />, width: 150, isExtra: true },
    { key: 'actions', header: '', cell: (row) => <RemoveButton member={row} leaving={leaving} onRemove={onRemove} />, align: 'right', width: 110 },
  ];
}

function RemoveButton({ member, leaving, onRemove }: { member: Member; leaving: string | undefined; onRemove: (member: Member) => void }) {
  const { isOwner, ownersOnly } = useProject();
  const isSelf = useMe().user === member.user;
  return (
    <Deniable
      variant="subtle" className="danger" size="compact-sm" denied={isSelf ? leaving : isOwner ? undefined : ownersOnly('remove members')}
      onClick={() => onRemove(member)} aria-label={isSelf ? 'Leave the project' : `Remove ${member.user}`}
    >
      {isSelf ? 'Leave' : 'Remove'}
    </Deniable>
  );
}

/** Who may work here, and as what. */
export function MembersPage() {
  const { name, isOwner, ownersOnly } = useProject();
  const { user } = useMe();
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Member>();
  const [isHandingOver, setHandingOver] = useState(false);
  const pages = usePages(keys.part(name, 'members', 'pages'), (query) =>
    body(api.GET('/api/v1/projects/{project}/members', { params: { path: { project: name }, query } })));
  useShortcut(isOwner ? 'c' : undefined, 'Add members', useCallback(() => setAdding(true), []));
  const owners = useQuery(membersQuery(name)).data?.filter((member) => member.role === 'DATA_OWNER').length;
  const isLastOwner = isOwner && owners === 1;
  // The last owner leaves by handing the project over, which an archived project does not allow.
  const leaveDenied = isLastOwner ? ownersOnly('hand the project over') : undefined;
  const handOver = <Deniable variant="default" denied={ownersOnly('hand the project over')} onClick={() => setHandingOver(true)}>Hand over</Deniable>;
  const add = <Deniable leftSection={<IconUserPlus {...icon.small} />} denied={ownersOnly('add members')} onClick={() => setAdding(true)}>Add members</Deniable>;
  return (
    <Page title="Members" actions={<><CopyAs command={`hops member list -p ${name}`} path={`/api/v1/projects/${name}/members`} />{handOver}{add}</>}>
      <List
        label="members" pages={pages} columns={columnsOf(user, leaveDenied, setLeaving)} rowKey={(row) => row.user}
        empty={<Empty>You see this project as an administrator of the platform; its members are known to its members alone.</Empty>}
      />
      <AskingToJoin />
      <RolesInWords />
      {isAdding && <AddMember onClose={() => setAdding(false)} />}
      {isHandingOver && <HandOver isLeaving={false} onClose={() => setHandingOver(false)} />}
      {leaving && (leaving.user === user && isLastOwner
        ? <HandOver isLeaving onClose={() => setLeaving(undefined)} />
        : <RemoveMember member={leaving} onClose={() => setLeaving(undefined)} />)}
    </Page>
  );
}
