import { IconLock } from '@tabler/icons-react';
import { icon } from '../theme';

/** In place of what one may not see, with the reason and whom to ask. */
export function NotAllowed({ reason }: { reason: string }) {
  return <div className="denied" role="note"><IconLock {...icon.normal} aria-hidden /><span>{reason}</span></div>;
}
