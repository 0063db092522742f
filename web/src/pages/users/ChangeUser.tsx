import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { deleteUser, eraseUser, resetPasskeys, setDisabled } from './user';

/** What is to be done with a user. */
export interface UserChange {
  what: 'disable' | 'enable' | 'passkeys' | 'delete' | 'erase';
  user: string;
}

const ASKS = {
  disable: { title: 'Block', verb: 'Block user', done: 'is blocked', text: 'is refused everywhere at once: sessions, tokens, Kafka, WebHDFS. Running queries of this user end. Memberships stay.' },
  enable: { title: 'Unblock', verb: 'Unblock user', done: 'may act again', text: 'may sign in and act again, with the memberships that there were.' },
  passkeys: { title: 'Remove the passkeys of', verb: 'Remove passkeys', done: 'has no passkey any more', text: 'signs in by password until another device is added; all sessions of this user end. For a device that was lost or stolen.' },
  erase: { title: 'Erase', verb: 'Erase user', done: 'is erased', text: 'is deleted with every membership, and its name goes out of the ledger and of all audit trails: what it has done stays, who it was does not. This cannot be undone.' },
  delete: { title: 'Delete', verb: 'Delete user', done: 'is deleted', text: 'is deleted with every membership. What this user wrote stays with its projects. This cannot be undone.' },
} as const;

function runOf(what: UserChange['what'], user: string): Promise<void> {
  if (what === 'erase') return eraseUser(user);
  if (what === 'passkeys') return resetPasskeys(user);
  return what === 'delete' ? deleteUser(user) : setDisabled(user, what === 'disable');
}

/** Asks, and does it. */
export function ChangeUser({ change: { what, user }, onClose }: { change: UserChange; onClose: () => void }) {
  const queries = useQueryClient();
  const ask = ASKS[what];
  const settle = async () => {
    await queries.invalidateQueries({ queryKey: keys.users });
    said(`${user} ${ask.done}.`);
  };
  return (
    <Confirm
      title={`${ask.title} ${user}`} verb={ask.verb} {...(what === 'delete' || what === 'erase' ? { name: user } : {})} isSafe={what === 'enable'}
      run={() => runOf(what, user)} onDone={() => void settle()} onClose={onClose}
    >
      <strong>{user}</strong> {ask.text}
    </Confirm>
  );
}
