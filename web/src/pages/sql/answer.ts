import type { Shape } from '../../api/client';
import { csvText, noFormula } from '../../ui/csv';
import { count } from '../../ui/format';
import { objectOf, textOf } from '../../ui/json';

/** A column of an answer. */
export interface AnswerColumn {
  name: string;
  type: string;
  isNumber: boolean;
}

/** What a statement was answered, as it is shown. */
export interface Answer {
  columns: readonly AnswerColumn[];
  rows: readonly (readonly unknown[])[];
  /** Which limit cut it off, in words; null if none did. */
  note: string | null;
  isTruncated: boolean;
  /** What of topics it does not know, in words. */
  missing: readonly string[];
  tookMs: number;
}

const NUMBER_TYPE = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;

export function answerOf(view: Shape<'StatementAnswer'>, tookMs: number): Answer {
  const raw = Array.isArray(view.columns) ? view.columns.map(objectOf) : [];
  const columns = raw.map((column) => {
    const type = textOf(column['type']) ?? '';
    return { name: textOf(column['name']) ?? '', type, isNumber: NUMBER_TYPE.test(type) };
  });
  const rows = Array.isArray(view.rows) ? view.rows.map((row: unknown): unknown[] => (Array.isArray(row) ? row : [])) : [];
  return { columns, rows, note: view.note, isTruncated: view.truncated, missing: view.topics.flatMap(missingOf), tookMs };
}

function missingOf(topic: Shape<'TopicPart'>): string[] {
  const [records, older, undecoded] = [Number(topic.records), Number(topic.older), Number(topic.undecoded)];
  return [
    ...(older > 0 ? [`${topic.name}: the newest ${count(records)} records; ${count(older)} are older.`] : []),
    ...(undecoded > 0 ? [`${topic.name}: ${count(undecoded)} do not decode and are left out.`] : []),
  ];
}

/** A cell as text; null where it is NULL. */
export function cellText(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** A cell as a number to be drawn; also one that comes as its digits. */
export function cellNumber(cell: unknown): number | undefined {
  const number = typeof cell === 'number' ? cell : typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The answer as CSV, in which no text is a formula. */
export function csvOf({ columns, rows }: Answer): string {
  const cell = (value: unknown, at: number) => (columns[at]?.isNumber ? cellText(value) : noFormula(cellText(value)));
  return csvText([columns.map((column) => noFormula(column.name)), ...rows.map((row) => row.map(cell))]);
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
