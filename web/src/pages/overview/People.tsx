import { useQuery } from '@tanstack/react-query';
import { membersQuery, useProject } from '../../frame/project';
import { RoleChip } from '../../frame/RoleChip';
import { Avatar } from '../../ui/Avatar';
import { plural } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';

const SHOWN_MAX = 8;

/** Who works here. */
export function People() {
  const { name } = useProject();
  const { data: members, error, isPending, refetch } = useQuery(membersQuery(name));
  const owners = members?.filter((member) => member.role === 'DATA_OWNER') ?? [];
  const shown = [...owners, ...(members?.filter((member) => member.role !== 'DATA_OWNER') ?? [])].slice(0, SHOWN_MAX);
  return (
    <Section title="Members" actions={<TextLink to="/p/$project/members" params={{ project: name }} search={{}} size="sm">{members ? plural(members.length, 'member') : 'All members'}</TextLink>}>
      {isPending && <Loading rows={3} />}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      <ul className="people">
        {shown.map((member) => (
          <li key={member.user}><Avatar name={member.user} /><span className="ellipsis">{member.user}</span><RoleChip role={member.role} /></li>
        ))}
      </ul>
    </Section>
  );
}
