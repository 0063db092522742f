import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { icon } from '../../theme';
import { Meter } from '../../ui/Meter';
import type { useStatement } from './useStatement';

interface RunBarProps {
  statement: ReturnType<typeof useStatement>;
  onRun: () => void;
  canRun: boolean;
  rowsMax: number;
  onRowsMax: (rows: number) => void;
}

/** Runs the statement, says how far it is, and ends it. */
export function RunBar({ statement, onRun, canRun, rowsMax, onRowsMax }: RunBarProps) {
  const { isRunning, percentage } = statement;
  return (
    <div className="toolbar sql-bar">
      {isRunning
        ? <Button color="red" leftSection={<IconPlayerStop {...icon.small} />} onClick={statement.cancel} loading={statement.isCancelling}>Cancel</Button>
        : <Button data-tour="sql.run" leftSection={<IconPlayerPlay {...icon.small} />} onClick={onRun} disabled={!canRun}>Run</Button>}
      <NativeSelect
        aria-label="Most rows" value={String(rowsMax)} onChange={(event) => onRowsMax(Number(event.currentTarget.value))}
        data={[{ value: '100', label: 'to 100 rows' }, { value: '1000', label: 'to 1 000 rows' }, { value: '10000', label: 'to 10 000 rows' }]}
      />
      {isRunning && <span className="muted" role="status">{percentage === undefined ? 'Runs' : `${Math.round(percentage)} %`}</span>}
      {isRunning && percentage !== undefined && <div className="sql-meter"><Meter label="Progress" percent={percentage} isProgress /></div>}
    </div>
  );
}
