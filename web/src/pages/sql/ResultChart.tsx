import { NativeSelect, SegmentedControl } from '@mantine/core';
import { SeriesChart } from '../../ui/chart/SeriesChart';
import { count } from '../../ui/format';
import { useUrlState } from '../../ui/urlState';
import { type Answer, cellNumber, cellText } from './answer';
import { Bars } from './Bars';

const BARS_MAX = 60;
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 4, useGrouping: false });

function show(y: number): string {
  return Number.isInteger(y) ? count(y) : exact.format(y);
}

/** Where a cell stands on an axis: a number, or a time. */
function position(cell: unknown): number | undefined {
  const number = cellNumber(cell);
  if (number !== undefined) return number;
  const time = typeof cell === 'string' ? Date.parse(cell) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** One column of numbers over another column, as bars or as a line. */
export function ResultChart({ answer }: { answer: Answer }) {
  const names = answer.columns.map((column) => column.name);
  const firstNumber = answer.columns.findLast((column) => column.isNumber)?.name ?? '';
  const [kind, setKind] = useUrlState('chart', 'bar');
  const [x, setX] = useUrlState('x', names[0] ?? '');
  const [y, setY] = useUrlState('y', firstNumber);
  const at = (name: string) => names.indexOf(name);
  if (at(x) < 0 || at(y) < 0) return <p className="muted sql-none">A chart wants a column of numbers: SELECT day, count(*) ...</p>;
  return (
    <>
      <div className="toolbar sql-bar">
        <SegmentedControl aria-label="Kind of chart" value={kind} onChange={setKind} data={[{ value: 'bar', label: 'Bars' }, { value: 'line', label: 'Line' }]} />
        <NativeSelect aria-label="Over" data={names} value={x} onChange={(event) => setX(event.currentTarget.value)} />
        <NativeSelect aria-label="Values" data={answer.columns.filter((column) => column.isNumber).map((column) => column.name)} value={y} onChange={(event) => setY(event.currentTarget.value)} />
        {kind === 'bar' && answer.rows.length > BARS_MAX && <span className="muted">the first {BARS_MAX} of {count(answer.rows.length)} rows</span>}
      </div>
      {kind === 'line'
        ? <Line answer={answer} x={at(x)} y={at(y)} />
        : <Bars label={`${y} over ${x}`} show={show} bars={answer.rows.slice(0, BARS_MAX).map((row) => ({ label: cellText(row[at(x)]) ?? 'NULL', value: cellNumber(row[at(y)]) }))} />}
    </>
  );
}

function Line({ answer, x, y }: { answer: Answer; x: number; y: number }) {
  const isPlaced = answer.rows.every((row) => position(row[x]) !== undefined);
  const points = answer.rows.map((row, index) => ({ x: isPlaced ? position(row[x]) ?? index : index, y: cellNumber(row[y]), label: cellText(row[x]) ?? 'NULL' }))
    .sort((a, b) => a.x - b.x);
  const labels = new Map(points.map((point) => [point.x, point.label]));
  return <SeriesChart title={answer.columns[y]?.name ?? ''} points={points} show={show} showX={(at) => labels.get(at) ?? String(at)} xName={answer.columns[x]?.name ?? ''} />;
}
