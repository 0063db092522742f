import { Stale } from '../ui/Stale';
import { State } from '../ui/State';
import { HEARTBEAT_MS, type StreamState } from './connection';

/** Whether what is shown is what happens now. */
export function LiveState({ stream, isPaused = false }: { stream: StreamState; isPaused?: boolean }) {
  return (
    <span className="row" role="status" aria-label="Live">
      {isPaused ? <State kind="idle" label="Paused" /> : stream.isOpen ? <State kind="running" label="Live" /> : <State kind="waiting" label={stream.heardAt === 0 ? 'Connecting' : 'Reconnecting'} {...(stream.problem === undefined ? {} : { raw: stream.problem })} />}
      {stream.problem !== undefined && <span className="muted">{stream.problem}</span>}
      <Stale updatedAt={stream.heardAt} intervalMs={HEARTBEAT_MS} />
    </span>
  );
}
