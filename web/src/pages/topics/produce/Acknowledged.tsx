import { Button } from '@mantine/core';
import type { Shape } from '../../../api/client';
import { State } from '../../../ui/State';
import { refusalsOf, type Run, runsOf } from './written';

interface AcknowledgedProps {
  written: Shape<'WrittenView'>;
  onShow: (run: Run) => void;
}

/** Where the broker has put the records. */
export function Acknowledged({ written, onShow }: AcknowledgedProps) {
  return (
    <div role="status" aria-label="Written">
      <ul className="rows">
        {runsOf(written.items).map((run) => (
          <li key={run.partition}>
            <State kind="ok" label="Written" />
            <span>Partition <span className="mono">{run.partition}</span>, {run.first === run.last ? 'offset' : 'offsets'} <span className="mono">{run.first}</span>{run.first !== run.last && <> to <span className="mono">{run.last}</span></>}</span>
            <Button variant="subtle" size="compact-sm" onClick={() => onShow(run)}>Show</Button>
          </li>
        ))}
        {refusalsOf(written.items).map((reason) => <li key={reason}><State kind="failed" label="Refused" /><span>{reason}</span></li>)}
      </ul>
    </div>
  );
}
