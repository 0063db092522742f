import type { Column } from '../../ui/List';
import { MenuAction } from '../../ui/MenuAction';
import { RowMenu } from '../../ui/RowMenu';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import type { UserChange } from './ChangeUser';
import type { User } from './user';

const SELF = 'Another administrator has to do this.';

function wordOf(user: User): string {
  if (user.isDisabled) return 'Blocked';
  return user.mustChangePassword ? 'Not signed in yet' : 'Active';
}

function Standing({ user }: { user: User }) {
  const word = wordOf(user);
  if (user.isDisabled) return <State kind="killed" label={word} />;
  return <State kind={user.mustChangePassword ? 'waiting' : 'ok'} label={word} />;
}

/** What is shown of a user, and what can be done with it. */
export function userColumns(self: string, onChange: (change: UserChange) => void, onIdentities: (user: string) => void): readonly Column<User>[] {
  return [
    { key: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <><strong>{row.name}</strong>{row.name === self && <span className="muted"> (you)</span>}</> },
    { key: 'state', header: 'State', value: wordOf, cell: (row) => <Standing user={row} />, width: 170 },
    { key: 'kind', header: 'Kind', value: (row) => String(row.isAdministrator), cell: (row) => (row.isAdministrator ? 'Administrator' : 'User'), width: 140, isExtra: true },
    { key: 'created', header: 'Created', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 140, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 48, cell: (row) => <Actions user={row} isSelf={row.name === self} onChange={onChange} onIdentities={onIdentities} /> },
  ];
}

function Actions({ user, isSelf, onChange, onIdentities }: { user: User; isSelf: boolean; onChange: (change: UserChange) => void; onIdentities: (user: string) => void }) {
  const denied = isSelf ? SELF : undefined;
  return (
    <RowMenu label={user.name}>
      <MenuAction denied={denied} onClick={() => onChange({ what: user.isDisabled ? 'enable' : 'disable', user: user.name })}>{user.isDisabled ? 'Unblock' : 'Block'}</MenuAction>
      <MenuAction onClick={() => onIdentities(user.name)}>Identities</MenuAction>
      <MenuAction onClick={() => window.location.assign(`/api/v1/users/${encodeURIComponent(user.name)}/data`)}>Export data</MenuAction>
      <MenuAction onClick={() => onChange({ what: 'passkeys', user: user.name })}>Remove passkeys</MenuAction>
      <MenuAction denied={denied} isDangerous onClick={() => onChange({ what: 'delete', user: user.name })}>Delete</MenuAction>
      <MenuAction denied={denied} isDangerous onClick={() => onChange({ what: 'erase', user: user.name })}>Erase</MenuAction>
    </RowMenu>
  );
}
