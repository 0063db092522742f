import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../frame/project';
import { inboxQuery } from '../../inbox/inboxQuery';
import { Section } from '../../ui/Page';
import { Time } from '../../ui/Time';
import { Answer } from '../inbox/Answer';

/** Who waits to be let in; owners alone are told. Nothing is shown where nobody does. */
export function AskingToJoin() {
  const { name } = useProject();
  const { data: items } = useQuery(inboxQuery);
  const asking = items?.filter((item) => item.kind === 'JOIN_REQUEST' && item.project === name) ?? [];
  if (asking.length === 0) return null;
  return (
    <Section title="Asking to join">
      <ul className="inbox" aria-label="Asking to join">
        {asking.map((item) => (
          <li key={item.id}>
            <div className="inbox-text"><strong>{item.from}</strong>{item.text !== '' && <div className="muted break">{item.text}</div>}</div>
            <Time value={item.time} />
            <Answer item={item} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
