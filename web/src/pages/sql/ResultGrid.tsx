import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { count } from '../../ui/format';
import { type Answer, cellText } from './answer';

const ROW_PX = 26;
const WIDTH_MIN = 6;
const WIDTH_MAX = 48;
const SAMPLE_MAX = 500;

/** Columns are as wide as what is in them, in characters: so they stand still while one scrolls. */
function widthsOf({ columns, rows }: Answer): number[] {
  const sample = rows.slice(0, SAMPLE_MAX);
  return columns.map((column, index) => {
    const longest = sample.reduce((width, row) => Math.max(width, cellText(row[index])?.length ?? 4), column.name.length + 1);
    return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, longest)) + 3;
  });
}

/** The rows of an answer; only those in sight are in the page. */
export function ResultGrid({ answer }: { answer: Answer }) {
  const box = useRef<HTMLDivElement>(null);
  const widths = useMemo(() => widthsOf(answer), [answer]);
  const digits = String(answer.rows.length).length + 2;
  const virtual = useVirtualizer({ count: answer.rows.length, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: 12 });
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <div className="grid" ref={box} tabIndex={0} role="region" aria-label="Rows of the answer">
      <table className="table" aria-rowcount={answer.rows.length + 1} style={{ width: `${widths.reduce((sum, width) => sum + width, digits + 2)}ch` }}>
        <colgroup><col style={{ width: `${digits + 2}ch` }} />{widths.map((width, index) => <col key={index} style={{ width: `${width}ch` }} />)}</colgroup>
        <thead>
          <tr>
            <th scope="col" aria-label="Row" />
            {answer.columns.map((column, index) => <th key={index} scope="col" className={column.isNumber ? 'number' : ''} title={`${column.name} ${column.type}`}>{column.name}</th>)}
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {shown.map((item) => <Row key={item.index} answer={answer} index={item.index} />)}
          <Gap height={below} />
        </tbody>
      </table>
      {answer.rows.length === 0 && <p className="muted sql-none">No rows.</p>}
    </div>
  );
}

function Gap({ height }: { height: number }) {
  return height > 0 ? <tr className="grid-gap" aria-hidden style={{ height }}><td /></tr> : null;
}

function Row({ answer, index }: { answer: Answer; index: number }) {
  const row = answer.rows[index] ?? [];
  return (
    <tr aria-rowindex={index + 2}>
      <td className="number muted">{count(index + 1)}</td>
      {answer.columns.map((column, at) => {
        const text = cellText(row[at]);
        return <td key={at} className={column.isNumber ? 'number' : ''} title={text ?? undefined}>{text ?? <span className="null">NULL</span>}</td>;
      })}
    </tr>
  );
}
