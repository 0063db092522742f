import { Button } from '@mantine/core';
import type { Way } from './transfer/Relocate';

interface ChosenProps {
  count: number;
  onAll: () => void;
  onNone: () => void;
  onRelocate: (way: Way) => void;
}

/** What can be done with all that is chosen. */
export function Chosen({ count, onAll, onNone, onRelocate }: ChosenProps) {
  if (count === 0) return <Button variant="subtle" size="compact-sm" onClick={onAll}>Choose all</Button>;
  return (
    <span className="row">
      <span role="status">{count} chosen</span>
      <Button variant="default" size="compact-sm" onClick={() => onRelocate('move')}>Move to</Button>
      <Button variant="default" size="compact-sm" onClick={() => onRelocate('copy')}>Copy to</Button>
      <Button variant="subtle" size="compact-sm" onClick={onNone}>Choose none</Button>
    </span>
  );
}
