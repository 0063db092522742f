import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { asProblem } from '../api/problem';

/** What can be done about what was said. */
interface Offer {
  label: string;
  run: () => Promise<unknown>;
}

const SHOWN_MS = 4000;

/** Long enough to read it and to regret. */
const OFFERED_MS = 10_000;

/** Says that something was done, and offers to undo it where that is possible. */
export function said(message: string, offer?: Offer): void {
  const id = notifications.show({
    message: offer ? <Offered message={message} offer={offer} onTaken={() => notifications.hide(id)} /> : message,
    autoClose: offer ? OFFERED_MS : SHOWN_MS, withBorder: true, color: 'brand', closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

function Offered({ message, offer, onTaken }: { message: string; offer: Offer; onTaken: () => void }) {
  const take = () => {
    onTaken();
    offer.run().catch((thrown: unknown) => said(asProblem(thrown).message));
  };
  return <Group justify="space-between" gap="xs" wrap="nowrap"><span className="break">{message}</span><Button variant="subtle" size="compact-sm" onClick={take}>{offer.label}</Button></Group>;
}
