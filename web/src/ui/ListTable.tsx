import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import type { Column } from './List';

interface ListTableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  sort: string;
  onSort: (sort: string) => void;
  onOpen: ((row: T) => void) | undefined;
  isOpen: ((row: T) => boolean) | undefined;
}

/** Whether a click was meant for something in the row rather than for the row. */
function isForPart(event: MouseEvent<HTMLElement>): boolean {
  const part = event.target instanceof Element ? event.target.closest('a, button, input, select, label') : null;
  return part !== null || window.getSelection()?.isCollapsed === false;
}

/** The rows themselves, 31 px each. A click opens a row; the keyboard uses the link or button in its first cell. */
export function ListTable<T>({ label, columns, rows, rowKey, sort, onSort, onOpen, isOpen }: ListTableProps<T>) {
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>{columns.map((column) => <Header key={column.key} column={column} sort={sort} onSort={onSort} />)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)} data-open={isOpen?.(row) || undefined} data-clickable={onOpen ? true : undefined}
              onClick={(event) => onOpen && !isForPart(event) && onOpen(row)}
            >
              {columns.map((column) => <td key={column.key} className={classOf(column)}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf<T>(column: Column<T>): string {
  return `${column.align === 'right' ? 'number' : ''} ${column.isExtra ? 'extra' : ''}`.trim();
}

interface HeaderProps<T> {
  column: Column<T>;
  sort: string;
  onSort: (sort: string) => void;
}

function Header<T>({ column, sort, onSort }: HeaderProps<T>) {
  const isUp = sort === column.key;
  const isDown = sort === `-${column.key}`;
  const order = isUp ? 'ascending' : isDown ? 'descending' : undefined;
  const Arrow = isDown ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" className={classOf(column)} style={{ width: column.width }} aria-sort={order}>
      {column.value ? (
        <button type="button" className="th" onClick={() => onSort(isUp ? `-${column.key}` : column.key)}>
          {column.header}{order && <Arrow size={13} aria-hidden />}
        </button>
      ) : column.header || <VisuallyHidden>{column.label ?? 'Actions'}</VisuallyHidden>}
    </th>
  );
}
