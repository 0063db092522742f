import { Button } from '@mantine/core';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import type { Past } from './history';

/** What was run from this tab, newest first; forgotten when it is closed or its user signs out. */
export function History({ history, onTake }: { history: readonly Past[]; onTake: (sql: string) => void }) {
  if (history.length === 0) return <p className="muted sql-none">Nothing was run from this tab yet. The history is kept in this browser until the tab is closed.</p>;
  return (
    <ul className="rows">
      {history.map((past) => (
        <li key={past.at} className="past">
          <State kind={past.isFailed ? 'failed' : 'ok'} label={past.isFailed ? 'Failed' : past.outcome} raw={past.outcome} />
          <code className="mono ellipsis" title={past.sql}>{past.sql}</code>
          <span className="muted"><Time value={past.at} /></span>
          <Button variant="subtle" size="compact-sm" onClick={() => onTake(past.sql)}>Edit</Button>
        </li>
      ))}
    </ul>
  );
}
