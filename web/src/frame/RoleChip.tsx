import { type Role, ROLE_WORDS } from './project';

/** The role one has in a project, beside its name at all times. */
export function RoleChip({ role }: { role: Role }) {
  return <span className={`role role-${role === 'DATA_OWNER' ? 'owner' : 'other'}`}>{ROLE_WORDS[role]}</span>;
}
