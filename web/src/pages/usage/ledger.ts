import type { Shape } from '../../api/client';
import { creditsExactly } from '../../compute/credits';
import { csvText } from '../../ui/csv';

export type Runner = Shape<'LedgerView'>;
export type Totals = Shape<'LedgerTotalsView'>;

const DAY_MS = 86_400_000;

export const KIND_WORDS: Record<Shape<'WorkKind'>, string> = { QUERY: 'Query', SQL: 'SQL statement', PLAN: 'Plan' };

/** The credits of each day from the first to the last; the days on which nothing ran too. */
export function spendPerDay({ from, to, items }: Totals): { x: number; y: number }[] {
  const spent = new Map(items.map((sum) => [sum.name, sum.credits]));
  const points = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY_MS) {
    points.push({ x: day, y: spent.get(new Date(day).toISOString().slice(0, 10)) ?? 0 });
  }
  return points;
}

const HEADER = ['number', 'user', 'kind', 'work', 'started', 'stopped', 'cpuSeconds', 'memoryGibSeconds', 'peakBytes', 'multiplier', 'credits', 'estimated'];

/** Runners as CSV, under the names of the API. */
export function ledgerCsv(rows: readonly Runner[]): string {
  return csvText([HEADER, ...rows.map((row) => [
    row.number, row.user, row.kind, row.work, row.started, row.stopped, String(row.cpuSeconds), String(row.memoryGibSeconds), String(row.peakBytes),
    String(row.multiplier), creditsExactly(row.millicredits), String(row.estimated),
  ])]);
}
