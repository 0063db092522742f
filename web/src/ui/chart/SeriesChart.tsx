import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { icon } from '../../theme';
import { barsOf, pathOf, type Point, topOf } from './points';
import './chart.css';

const WIDTH = 400;
const HEIGHT = 96;

interface SeriesChartProps {
  title: string;
  points: readonly Point[];
  /** A value as it is read. */
  show: (y: number) => string;
  /** Where a point stands, as it is read. */
  showX: (x: number) => string;
  xName?: string;
  /** Of amounts, one for each x: bars, and their sum in words. */
  isAmounts?: boolean;
}

/** A series over time, from zero upwards, with its last value in words and all of them as a table. */
export function SeriesChart({ title, points, show, showX, xName = 'Time', isAmounts = false }: SeriesChartProps) {
  const [isTable, setTable] = useState(false);
  const id = useId();
  const head = isAmounts ? points.reduce((sum, point) => sum + (point.y ?? 0), 0) : points.findLast((point) => point.y !== undefined)?.y;
  const Icon = isTable ? IconChartLine : IconTable;
  const other = isTable ? 'View as chart' : 'View as table';
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>
        <span className="muted">{title}</span>
        <strong>{head === undefined ? '-' : show(head)}</strong>
        {!isTable && points.length > 1 && <span className="chart-top">to {show(topOf(points))}</span>}
        <Tooltip label={other}><ActionIcon size={24} aria-label={`${title}: ${other.toLowerCase()}`} onClick={() => setTable(!isTable)}><Icon {...icon.small} /></ActionIcon></Tooltip>
      </figcaption>
      {isTable ? <ChartTable title={title} points={points} show={show} showX={showX} xName={xName} /> : <Plot title={title} points={points} show={show} showX={showX} isAmounts={isAmounts} />}
    </figure>
  );
}

function Plot({ title, points, show, showX, isAmounts }: SeriesChartProps) {
  if (points.length < 2) return <div className="chart-plot chart-none muted">Two points make a line: not yet.</div>;
  const top = topOf(points);
  const path = (isAmounts ? barsOf : pathOf)(points, WIDTH, HEIGHT, top);
  const values = points.flatMap((point) => point.y ?? []);
  const label = `${title}: last ${show(values.at(-1) ?? 0)}, lowest ${show(Math.min(...values))}, highest ${show(Math.max(...values))}`;
  return (
    <>
      <div className="chart-plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          <path d={path} className={isAmounts ? 'bars-path' : undefined} />
        </svg>
      </div>
      <div className="chart-axis"><span>{showX(points[0]?.x ?? 0)}</span><span>{showX(points.at(-1)?.x ?? 0)}</span></div>
    </>
  );
}

function ChartTable({ title, points, show, showX, xName }: SeriesChartProps) {
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={`${title} as table`}>
      <table className="table">
        <thead><tr><th scope="col">{xName}</th><th scope="col" className="number">{title}</th></tr></thead>
        <tbody>{points.toReversed().map((point) => <tr key={point.x}><td>{showX(point.x)}</td><td className="number">{point.y === undefined ? '-' : show(point.y)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}
