import { IconClock, IconInfoCircle } from '@tabler/icons-react';
import { icon } from '../../theme';
import type { Query } from './query';

/** Why a query does not run, and what it has left out. */
export function QueryNotes({ query }: { query: Query }) {
  const { error, message, warning, restarts, state } = query.status;
  const isWaiting = state === 'WAITING';
  return (
    <>
      {message && isWaiting && <div className="note" role="status"><IconClock {...icon.normal} aria-hidden /><span>{message}</span></div>}
      {message && !isWaiting && (
        <div className="problem" role="alert">
          <div className="problem-text"><strong>{error ?? 'It ended'}</strong><div>{message}</div></div>
        </div>
      )}
      {warning && <div className="note" role="note"><IconInfoCircle {...icon.normal} aria-hidden /><span>{warning}</span></div>}
      {restarts > 0 && <p className="muted">Its runner was started again {restarts} times since the query was started.</p>}
    </>
  );
}
