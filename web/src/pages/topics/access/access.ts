import { queryOptions } from '@tanstack/react-query';
import { api, body, type Shape } from '../../../api/client';
import { keys } from '../../../api/keys';
import type { StateKind } from '../../../ui/State';

export type Holder = Shape<'AccessHolderView'>;
export type Right = Shape<'AccessAnswerView'>;
export type Grant = Right['grant'];

/** What can be asked for. */
export const OPERATIONS = [
  { value: 'READ', label: 'take messages out of it', inQuery: false },
  { value: 'READ in queries', label: 'read it in queries', inQuery: true },
  { value: 'WRITE', label: 'write to it', inQuery: false },
  { value: 'WRITE in queries', label: 'write to it by queries', inQuery: true },
  { value: 'DESCRIBE', label: 'see it', inQuery: false },
  { value: 'ALTER', label: 'repair it', inQuery: false },
  { value: 'DELETE', label: 'delete it', inQuery: false },
] as const;

export type Deed = (typeof OPERATIONS)[number]['value'];

export const GRANTS: Record<Grant, readonly [kind: StateKind, label: string]> = {
  ALLOW: ['ok', 'May'], SELF: ['ok', 'May'], DENY: ['killed', 'May not'], EXPORT: ['killed', 'May not take out'], HIDE: ['killed', 'Does not see it'],
};

/** Who has rights on a topic. */
export function holdersQuery(project: string, topic: string) {
  return queryOptions({
    queryKey: keys.part(project, 'topics', 'one', topic, 'access'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/topics/{topic}/access', { params: { path: { project, topic } } })),
    select: (page) => page.items,
  });
}

/** Whom a question is of: a member, or a project that borrows, by the value of its choice. */
const BORROWER = 'project:';

export function choicesOf(holders: readonly Holder[]): { value: string; label: string }[] {
  const members = holders.flatMap((holder) => holder.members).sort();
  const borrowers = holders.flatMap((holder) => (holder.borrower === null ? [] : [holder.borrower]));
  return [...members.map((name) => ({ value: name, label: name })), ...borrowers.map((name) => ({ value: BORROWER + name, label: `a member of ${name}` }))];
}

/** The parameters of a question. */
export function questionOf(who: string, deed: Deed): { user?: string; borrower?: string; operation: string; inQuery: boolean } {
  const [operation = ''] = deed.split(' ');
  const inQuery = OPERATIONS.some((one) => one.value === deed && one.inQuery);
  return { ...(who.startsWith(BORROWER) ? { borrower: who.slice(BORROWER.length) } : { user: who }), operation, inQuery };
}

/** The same as a command. */
export function questionCommand(project: string, topic: string, who: string, deed: Deed): string {
  const { user, borrower, operation, inQuery } = questionOf(who, deed);
  const whom = user === undefined ? `--borrower ${borrower ?? ''}` : `--user ${user}`;
  return `hops topic access ${topic} -p ${project} ${whom}${operation === 'READ' ? '' : ` --operation ${operation.toLowerCase()}`}${inQuery ? ' --in-query' : ''}`;
}
