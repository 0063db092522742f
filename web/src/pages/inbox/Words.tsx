import type { StateKind } from '../../ui/State';
import { USE_LABELS } from '../usage/use';
import { TextLink } from '../../ui/TextLink';
import type { InboxItem } from '../../inbox/inboxQuery';

/** How each kind is shown. */
export const KIND_LOOKS: Record<InboxItem['kind'], { kind: StateKind; label: string }> = {
  SHARE_OFFER: { kind: 'waiting', label: 'Offer' },
  SHARE_REQUEST: { kind: 'waiting', label: 'Asks for data' },
  SHARE_GRANTED: { kind: 'ok', label: 'Lent' },
  SHARE_REFUSED: { kind: 'killed', label: 'Not lent' },
  JOIN_REQUEST: { kind: 'waiting', label: 'Asks to join' },
  JOIN_REJECTED: { kind: 'killed', label: 'Not let in' },
  MEMBERSHIP: { kind: 'ok', label: 'New project' },
  QUERY_FAILED: { kind: 'failed', label: 'Failed' },
  QUOTA: { kind: 'waiting', label: 'Limit' },
  DEMO_ENDS: { kind: 'waiting', label: 'Ends' },
};

function ProjectLink({ name }: { name: string }) {
  return <TextLink to="/p/$project" params={{ project: name }} search={{}} inherit underline="always">{name}</TextLink>;
}

/** What an item says, in a sentence. */
export function Words({ item }: { item: InboxItem }) {
  const project = <ProjectLink name={item.project} />;
  switch (item.kind) {
    case 'SHARE_OFFER': return <><strong className="break">{item.subject}</strong> is offered to {project} by {item.from}.</>;
    case 'SHARE_REQUEST': return <><strong className="break">{item.from}</strong> asks to borrow <strong className="break">{item.subject}</strong> of {project}.</>;
    case 'SHARE_GRANTED': return <><strong className="break">{item.subject}</strong> can be used in {project} now.</>;
    case 'SHARE_REFUSED': return <>The owners of <strong className="break">{item.subject}</strong> did not lend it to {project}.</>;
    case 'JOIN_REQUEST': return <><strong className="break">{item.from}</strong> asks to join {project}.</>;
    case 'JOIN_REJECTED': return <>The owners of <strong className="break">{item.from}</strong> did not let you in.</>;
    case 'MEMBERSHIP': return <>You are a member of {project} now.</>;
    case 'QUERY_FAILED': return <>Your query <TextLink to="/p/$project/queries/$query" params={{ project: item.project, query: item.id }} search={{}} inherit underline="always">{item.subject}</TextLink> in {project} has failed.</>;
    case 'DEMO_ENDS': return <>{project}, which the tour {item.subject} has made, ends within a day.</>;
    case 'QUOTA': return <>{USE_LABELS[item.subject] ?? item.subject} of {project}.</>;
  }
}
