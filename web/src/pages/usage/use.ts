import type { Shape } from '../../api/client';
import { credits, creditsExactly } from '../../compute/credits';
import { bytes, count, type Integer, words } from '../../ui/format';
import { NEAR_PERCENT } from '../../ui/Meter';

/** How much of one kind is used, as it is shown. */
export interface Use {
  name: string;
  label: string;
  /** How much, without the limit. */
  used: string;
  text: string;
  exact: string;
  /** Of the limit; absent where there is none. */
  percent: number | undefined;
  /** Whether somebody should know of it before it is used up. */
  isNear: boolean;
  /** What the server says of it; null if all is well. */
  warning: string | null;
  /** What it will be at the end of the month if it goes on so; null where nobody can say. */
  forecast: string | null;
  /** The limit in credits; undefined where there is none, or it is in another unit. */
  limitCredits: number | undefined;
}

/** What the uses are called; the others by their names. */
export const USE_LABELS: Record<string, string> = {
  file_bytes: 'Storage', file_names: 'Files and folders', compute: 'Compute credits', budget: 'Credits of this month',
  produce_bytes_per_second: 'Produced in a second', fetch_bytes_per_second: 'Fetched in a second',
};
const FULL_PERCENT = 100;
const MILLI = 1000;

type Show = (value: Integer) => string;

const SHOWN: Record<Shape<'UseUnit'>, readonly [show: Show, exact: Show]> = {
  BYTES: [bytes, count],
  COUNT: [count, count],
  MILLICREDITS: [(value) => credits(Number(value) / MILLI), creditsExactly],
};

function ofLimit(show: Show, used: Integer, limit: Integer | undefined): string {
  return limit === undefined ? `${show(used)}, no limit` : `${show(used)} of ${show(limit)}`;
}

/** Of a limit of nothing, all is used. */
function percentOf(used: number, limit: number): number {
  return limit === 0 ? FULL_PERCENT : (FULL_PERCENT * used) / limit;
}

/** A use of the API as it is shown. */
export function useOf(view: Shape<'UseView'>): Use {
  const [show, exact] = SHOWN[view.unit];
  const limit = view.limit ?? undefined;
  const percent = limit === undefined ? undefined : percentOf(Number(view.used), Number(limit));
  return {
    name: view.name,
    label: USE_LABELS[view.name] ?? words(view.name),
    used: show(view.used),
    text: ofLimit(show, view.used, limit),
    exact: ofLimit(exact, view.used, limit),
    percent,
    isNear: percent !== undefined && percent >= NEAR_PERCENT,
    warning: view.warning,
    limitCredits: limit === undefined || view.unit !== 'MILLICREDITS' ? undefined : Number(limit) / MILLI,
    forecast: view.forecast === null ? null : show(view.forecast),
  };
}

/** Whether nothing of it is left. */
export function isUsedUp(use: Use): boolean {
  return use.percent !== undefined && use.percent >= FULL_PERCENT;
}
