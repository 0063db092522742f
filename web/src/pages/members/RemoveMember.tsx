import { useNavigate } from '@tanstack/react-router';
import { useProject } from '../../frame/project';
import { useMe } from '../../frame/session';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { type Member, removeMember, useMembersChanged } from './member';

/** Ends a membership: that of another, or one's own. */
export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const { name } = useProject();
  const isSelf = useMe().user === member.user;
  const navigate = useNavigate();
  const changed = useMembersChanged(name);
  const settle = async () => {
    if (isSelf) await navigate({ to: '/', search: {} });
    await changed();
    said(isSelf ? `You have left ${name}.` : `${member.user} is no longer a member.`);
  };
  return (
    <Confirm
      title={isSelf ? `Leave ${name}` : `Remove ${member.user}`} verb={isSelf ? 'Leave project' : 'Remove member'}
      run={() => removeMember(name, member.user)} onDone={() => void settle()} onClose={onClose}
    >
      {isSelf ? 'You' : <strong>{member.user}</strong>} will no longer see anything of <strong>{name}</strong>; secrets, tokens and running queries of this
      membership end. What was written stays with the project.
    </Confirm>
  );
}
