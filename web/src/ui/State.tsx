import { IconAlertTriangle, IconCheck, IconClock, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { icon } from '../theme';

/** The six states in which everything is. */
export type StateKind = 'running' | 'ok' | 'failed' | 'waiting' | 'idle' | 'killed';

/** Icon and tone of each. */
export const LOOKS = {
  running: { Icon: IconPlayerPlay, tone: 'running' },
  ok: { Icon: IconCheck, tone: 'ok' },
  failed: { Icon: IconAlertTriangle, tone: 'failed' },
  waiting: { Icon: IconClock, tone: 'waiting' },
  idle: { Icon: IconPlayerPause, tone: 'idle' },
  killed: { Icon: IconX, tone: 'idle' },
} as const;

/** A state: icon, word and colour, never colour alone. The server's own word is in the title. */
export function State({ kind, label, raw }: { kind: StateKind; label: string; raw?: string }) {
  const { Icon, tone } = LOOKS[kind];
  return <span className={`st st-${tone}`} title={raw}><Icon {...icon.small} size={14} aria-hidden />{label}</span>;
}
