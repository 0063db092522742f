import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What the address keeps of a screen: reload, back and a link that is passed on show the same. */
export type Search = Record<string, string | undefined>;

const TEXT_MAX = 512;

/** Takes only short texts from an address: it may come from anybody. */
export function searchOf(raw: Record<string, unknown>): Search {
  const texts = Object.entries(raw).map(([name, value]) => [name, typeof value === 'object' ? '' : String(value)] as const);
  return Object.fromEntries(texts.filter(([, value]) => value !== '' && value.length <= TEXT_MAX));
}

/** A piece of state that lives in the address; an empty one leaves it. */
export function useUrlState(name: string, absent = ''): [value: string, set: (next: string) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (next: string) => {
      const change = (old: Search): Search => {
        const { [name]: _, ...rest } = old;
        return next === absent || next === '' ? rest : { ...rest, [name]: next };
      };
      void navigate({ to: '.', search: change, replace: true });
    },
    [name, absent, navigate],
  );
  return [search[name] ?? absent, set];
}
