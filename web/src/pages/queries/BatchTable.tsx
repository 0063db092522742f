import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../frame/project';
import { durationText, spanText } from '../../ui/duration';
import { count } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { Time } from '../../ui/Time';
import type { Batch } from './batch';
import { rateText } from './numbers';
import { progressQuery } from './progress';
import type { LiveViewProps } from './LiveView';

const COLUMNS: readonly Column<Batch>[] = [
  { key: 'id', header: 'Batch', value: (row) => Number(row.id), cell: (row) => <span className="mono">{count(row.id)}</span>, width: 80 },
  { key: 'at', header: 'Began', value: (row) => row.at, cell: (row) => <Time value={row.at} />, width: 120 },
  { key: 'in', header: 'Rows in', value: (row) => Number(row.rowsIn), cell: (row) => count(row.rowsIn), align: 'right' },
  { key: 'out', header: 'Rows out', value: (row) => Number(row.rowsOut), cell: (row) => count(row.rowsOut), align: 'right' },
  { key: 'late', header: 'Late', value: (row) => Number(row.late), cell: (row) => count(row.late), align: 'right', isExtra: true },
  { key: 'bad', header: 'Undecodable', value: (row) => Number(row.bad), cell: (row) => count(row.bad), align: 'right', isExtra: true },
  { key: 'rate', header: 'Can do, rows/s', value: (row) => row.workRate ?? 0, cell: (row) => rateText(row.workRate), align: 'right', isExtra: true },
  { key: 'lag', header: 'Lag', value: (row) => Number(row.behind), cell: (row) => count(String(row.behind)), align: 'right', isExtra: true },
  { key: 'state', header: 'State rows', value: (row) => Number(row.stateRows ?? 0), cell: (row) => (row.stateRows === undefined ? '-' : count(row.stateRows)), align: 'right', isExtra: true },
  { key: 'time', header: 'Took', value: (row) => row.durationMs, cell: (row) => <span title={stepsOf(row)}>{spanText(row.durationMs)}</span>, align: 'right', width: 90 },
  { key: 'watermark', header: 'Watermark', value: (row) => row.watermark ?? '', cell: (row) => <span className="mono">{row.watermark ?? '-'}</span>, width: 220, isExtra: true },
];

function stepsOf(batch: Batch): string {
  return batch.steps.map(([name, milliseconds]) => `${name} ${durationText(milliseconds)}`).join(', ');
}

/** The batches that the server still knows, newest first. */
export function BatchTable({ query, refetchInterval }: LiveViewProps) {
  const { name: project } = useProject();
  const progress = useQuery({ ...progressQuery(project, query.name), refetchInterval });
  const pages = {
    items: progress.data?.toReversed() ?? [], isLoading: progress.isPending, isFetchingMore: false, error: progress.error, hasMore: false,
    updatedAt: progress.dataUpdatedAt, more: () => undefined, retry: () => void progress.refetch(),
  };
  return <List label="batches" pages={pages} columns={COLUMNS} rowKey={(row) => `${row.id} ${row.at}`} empty={<p className="muted">No batch yet. Batches are kept while this server runs: the last 100.</p>} />;
}
