import { useSyncExternalStore } from 'react';
import { absolute, relative } from './format';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();

// One clock for every time on the screen; hidden tabs do not render.
setInterval(() => {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}, TICK_MS);

function subscribe(listener: () => void): () => void {
  now = Date.now();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How long ago, or until when; the exact time in its title. */
export function Time({ value, none = 'never' }: { value: string | null | undefined; none?: string }) {
  const current = useSyncExternalStore(subscribe, () => now);
  if (value === null || value === undefined) return <span className="muted">{none}</span>;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return <span>{value}</span>;
  return <time dateTime={value} title={absolute(time)} className="nowrap">{relative(time, current)}</time>;
}
