import { Button } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { Pages } from '../api/pages';
import { FilterBox } from './FilterBox';
import { count } from './format';
import { ListTable } from './ListTable';
import { Loading } from './Loading';
import { once } from './once';
import { Problem } from './Problem';
import { useUrlState } from './urlState';

/** One column of a list. */
export interface Column<T> {
  key: string;
  header: string;
  /** What a column without a header is called to those who do not see it; `Actions` if absent. */
  label?: string;
  cell: (row: T) => ReactNode;
  /** By what it is sorted and filtered; a column without it is neither. */
  value?: (row: T) => string | number;
  align?: 'right';
  width?: number | string;
  /** Not shown where the screen is narrow. */
  isExtra?: boolean;
}

interface ListProps<T> {
  label: string;
  pages: Pages<T>;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  onOpen?: (row: T) => void;
  isOpen?: (row: T) => boolean;
  empty: ReactNode;
  /** Beside the filter; what is made of the rows that are shown is a function of them. */
  tools?: ReactNode | ((rows: readonly T[]) => ReactNode);
  /** `name`, or `-name` for the other way round; without it the order is the server's. */
  sort?: string;
}

const sorter = once(() => new Intl.Collator('en', { numeric: true }));

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : sorter().compare(String(a), String(b));
}

function arrange<T>(items: T[], columns: readonly Column<T>[], filter: string, sort: string): T[] {
  const wanted = filter.toLowerCase();
  const texts = columns.flatMap((column) => (column.value ? [column.value] : []));
  const kept = wanted === '' ? items : items.filter((row) => texts.some((value) => String(value(row)).toLowerCase().includes(wanted)));
  const value = columns.find((column) => column.key === sort.replace(/^-/, ''))?.value;
  if (!value) return kept;
  const sign = sort.startsWith('-') ? -1 : 1;
  return [...kept].sort((a, b) => sign * compare(value(a), value(b)));
}

/** A list of the API: filter and sort of what has been read, more when asked for, the same states everywhere. */
export function List<T>({ label, pages, columns, rowKey, onOpen, isOpen, empty, tools, sort: sortDefault = '' }: ListProps<T>) {
  const [filter, setFilter] = useUrlState('filter');
  const [sort, setSort] = useUrlState('sort', sortDefault);
  const rows = useMemo(() => arrange(pages.items, columns, filter, sort), [pages.items, columns, filter, sort]);
  const isEmpty = pages.items.length === 0;

  if (pages.isLoading) return <Loading rows={12} />;
  if (pages.error && isEmpty) return <Problem error={pages.error} onRetry={pages.retry} />;
  if (isEmpty) return <>{empty}</>;
  return (
    <div className="list">
      <div className="toolbar">
        <FilterBox label={`Filter ${label}`} value={filter} onChange={setFilter} />
        {typeof tools === 'function' ? tools(rows) : tools}
        <Shown shown={rows.length} read={pages.items.length} hasMore={pages.hasMore} />
      </div>
      {pages.error && <Problem error={pages.error} onRetry={pages.retry} />}
      <ListTable label={label} columns={columns} rows={rows} rowKey={rowKey} sort={sort} onSort={setSort} onOpen={onOpen} isOpen={isOpen} />
      {rows.length === 0 && <p className="muted list-note">Nothing of what has been read matches the filter.</p>}
      {pages.hasMore && <Button variant="default" onClick={pages.more} loading={pages.isFetchingMore} mt="xs">Read more</Button>}
    </div>
  );
}

function Shown({ shown, read, hasMore }: { shown: number; read: number; hasMore: boolean }) {
  const total = `${count(read)}${hasMore ? '+' : ''}`;
  return <span className="muted toolbar-count" role="status">{shown === read ? total : `${count(shown)} of ${total}`}</span>;
}
