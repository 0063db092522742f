import { State } from '../../ui/State';
import { type ConsumerGroup, stateOf } from './group';

/** The state of a group; the broker's own word in the title. */
export function GroupState({ group }: { group: ConsumerGroup }) {
  const [kind, label] = stateOf(group);
  return <State kind={kind} label={label} raw={group.state} />;
}
