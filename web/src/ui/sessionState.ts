import { useCallback, useState } from 'react';

const PREFIX = 'hops.draft.';
const LENGTH_MAX = 256 * 1024;

function read<T>(key: string, absent: T, isT: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null');
    return isT(value) ? value : absent;
  } catch {
    return absent;
  }
}

function write(key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    if (text.length <= LENGTH_MAX) sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // The browser keeps nothing, or no more: what is on the screen stays.
  }
}

/** State that a reload of this tab keeps, until it is closed or its user signs out. */
export function useSessionState<T>(key: string, absent: T, isT: (value: unknown) => value is T): [T, (next: T) => void] {
  const [state, setState] = useState(() => read(key, absent, isT));
  const set = useCallback((next: T) => {
    setState(next);
    write(key, next);
  }, [key]);
  return [state, set];
}

/** Forgets what was kept: the next user of this browser may be another one. */
export function forgetSessionState(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
