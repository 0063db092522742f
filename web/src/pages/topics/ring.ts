import type { Message } from './message';

/** Rows that a tail keeps. */
export const ROWS_MAX = 500;

/** What a tail shows, newest first, and what has come since it was paused. */
export interface Ring {
  rows: readonly Message[];
  held: readonly Message[];
  /** How many have come since, those included for which there was no room. */
  heldCount: number;
  isPaused: boolean;
  /** Whether some that came were never told. */
  hasGap: boolean;
}

export const EMPTY_RING: Ring = { rows: [], held: [], heldCount: 0, isPaused: false, hasGap: false };

function atop(rows: readonly Message[], news: readonly Message[]): readonly Message[] {
  return [...news].reverse().concat(rows).slice(0, ROWS_MAX);
}

/** Takes messages as they come, oldest first. */
export function taken(ring: Ring, news: readonly Message[]): Ring {
  if (news.length === 0) return ring;
  if (!ring.isPaused) return { ...ring, rows: atop(ring.rows, news) };
  return { ...ring, held: atop(ring.held, news), heldCount: ring.heldCount + news.length };
}

/** Shows what was held back. */
export function applied(ring: Ring): Ring {
  return { ...ring, rows: ring.held.concat(ring.rows).slice(0, ROWS_MAX), held: [], heldCount: 0 };
}

export function paused(ring: Ring, isPaused: boolean): Ring {
  return isPaused ? { ...ring, isPaused } : { ...applied(ring), isPaused };
}
