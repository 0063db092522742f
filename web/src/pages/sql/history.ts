import { isObject } from '../../ui/json';

/** A statement that was run from this tab. */
export interface Past {
  sql: string;
  at: string;
  /** Rows, or what went wrong. */
  outcome: string;
  isFailed: boolean;
}

const PAST_MAX = 50;
const TEXT_MAX = 4000;

export function isHistory(value: unknown): value is Past[] {
  return Array.isArray(value) && value.every((one) => isObject(one) && typeof one['sql'] === 'string' && typeof one['at'] === 'string' && typeof one['outcome'] === 'string');
}

/** The history with one more, newest first; a very long statement is not kept. */
export function withPast(history: readonly Past[], past: Past): Past[] {
  return past.sql.length > TEXT_MAX ? [...history] : [past, ...history].slice(0, PAST_MAX);
}
