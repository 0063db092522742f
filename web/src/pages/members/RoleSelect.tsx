import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { asProblem } from '../../api/problem';
import { ROLE_WORDS, useProject } from '../../frame/project';
import { RoleChip } from '../../frame/RoleChip';
import { said } from '../../ui/notify';
import { type Member, type MemberRole, setRole, useMembersChanged } from './member';

const ROLES: readonly MemberRole[] = ['DATA_SCIENTIST', 'DATA_OWNER'];
const CHOICES = ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }));

/** The role of a member: an owner changes it in place, others read it. */
export function RoleSelect({ member }: { member: Member }) {
  const { name, ownersOnly } = useProject();
  const changed = useMembersChanged(name);
  const change = useMutation({
    mutationFn: (role: MemberRole) => setRole(name, member.user, role),
    onSuccess: async (_, role) => {
      await changed();
      said(`${member.user} is a ${ROLE_WORDS[role].toLowerCase()} now.`);
    },
    onError: (failure) => said(asProblem(failure).message),
  });
  if (ownersOnly('change roles') !== undefined) return <RoleChip role={member.role} />;
  return (
    <NativeSelect
      aria-label={`Role of ${member.user}`} data={CHOICES} value={change.isPending ? change.variables : member.role} disabled={change.isPending} className="in-row"
      onChange={(event) => {
        const role = ROLES.find((one) => one === event.currentTarget.value);
        if (role) change.mutate(role);
      }}
    />
  );
}
