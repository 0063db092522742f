import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Search } from '../../ui/urlState';

/** What the API takes of an audit trail. */
export const FILTERS = ['actor', 'action', 'target', 'outcome', 'from', 'until'] as const;

export type AuditFilter = Partial<Record<(typeof FILTERS)[number], string>>;

/** The filter of the address: a link that is passed on selects the same entries. */
export function useAuditFilter(): [filter: AuditFilter, set: (next: AuditFilter) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter = useMemo(() => filterOf(search), [search]);
  const set = useCallback(
    (next: AuditFilter) => {
      const change = (old: Search): Search => ({ ...Object.fromEntries(Object.entries(old).filter(([name]) => name !== 'entry' && !FILTERS.some((one) => one === name))), ...filterOf(next) });
      void navigate({ to: '.', search: change, replace: true });
    },
    [navigate],
  );
  return [filter, set];
}

/** Only what selects something. */
export function filterOf(from: Search | AuditFilter): AuditFilter {
  return Object.fromEntries(FILTERS.flatMap((name) => (from[name] ? [[name, from[name]]] : [])));
}

/** The same for an address. */
export function queryOf(filter: AuditFilter): string {
  return new URLSearchParams(filter).toString();
}

/** The same for the command line, each value as a word of a shell. */
export function optionsOf(filter: AuditFilter, word: (text: string) => string): string {
  return FILTERS.map((name) => (filter[name] ? ` --${name} ${word(filter[name])}` : '')).join('');
}

/** A time of the address, which is UTC, as a field of local time takes it; nothing for what is no time. */
export function localOf(utc: string | undefined): string {
  const time = new Date(utc ?? '');
  if (Number.isNaN(time.getTime())) return '';
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** The other way round. */
export function utcOf(local: string): string {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
