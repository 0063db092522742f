import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { deleteUser, setDisabled } from './user';

/** What is to be done with a user. */
export interface UserChange {
  what: 'disable' | 'enable' | 'delete';
  user: string;
}

const ASKS = {
  disable: { title: 'Block', verb: 'Block user', done: 'is blocked', text: 'is refused everywhere at once: sessions, tokens, Kafka, WebHDFS. Running queries of this user end. Memberships stay.' },
  enable: { title: 'Unblock', verb: 'Unblock user', done: 'may act again', text: 'may sign in and act again, with the memberships that there were.' },
  delete: { title: 'Delete', verb: 'Delete user', done: 'is deleted', text: 'is deleted with every membership. What this user wrote stays with its projects. This cannot be undone.' },
} as const;

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
      title={`${ask.title} ${user}`} verb={ask.verb} {...(what === 'delete' ? { name: user } : {})} isSafe={what === 'enable'}
      run={() => (what === 'delete' ? deleteUser(user) : setDisabled(user, what === 'disable'))} onDone={() => void settle()} onClose={onClose}
    >
      <strong>{user}</strong> {ask.text}
    </Confirm>
  );
}
