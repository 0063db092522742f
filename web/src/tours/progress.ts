import { useCallback, useSyncExternalStore } from 'react';
import { isObject } from '../ui/json';

/** What is kept of tours: which one is open, and which steps were passed. Everything else the server shows. */
export interface Progress {
  open: string | null;
  passed: Readonly<Record<string, readonly string[]>>;
}

const KEY = 'hops.tours.';
const NOTHING: Progress = { open: null, passed: {} };
const TOURS_MAX = 20;
const STEPS_MAX = 100;

const listeners = new Set<() => void>();
let last = { text: '', progress: NOTHING };

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** What a browser has kept, as far as it makes sense. */
export function progressOf(text: string): Progress {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return NOTHING;
  }
  if (!isObject(raw)) return NOTHING;
  const passed = Object.entries(isObject(raw['passed']) ? raw['passed'] : {})
    .slice(0, TOURS_MAX)
    .map(([tour, steps]) => [tour, Array.isArray(steps) ? steps.filter(isText).slice(0, STEPS_MAX) : []] as const);
  return { open: isText(raw['open']) ? raw['open'] : null, passed: Object.fromEntries(passed) };
}

/** The same after steps of a tour were passed. */
export function withPassed(progress: Progress, tour: string, step: string): Progress {
  const passed = progress.passed[tour] ?? [];
  return passed.includes(step) ? progress : { ...progress, passed: { ...progress.passed, [tour]: [...passed, step] } };
}

/** The same with a tour at its beginning. */
export function withoutPassed(progress: Progress, tour: string): Progress {
  return { ...progress, passed: { ...progress.passed, [tour]: [] } };
}

function read(user: string): Progress {
  const text = localStorage.getItem(KEY + user) ?? '';
  if (text !== last.text) last = { text, progress: progressOf(text) };
  return last.progress;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab has written.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function write(user: string, progress: Progress): void {
  localStorage.setItem(KEY + user, JSON.stringify(progress));
  for (const listener of listeners) listener();
}

/** The tours of a user in this browser, and how they change. */
export function useProgress(user: string) {
  const progress = useSyncExternalStore(subscribe, () => read(user));
  const open = useCallback((tour: string | null) => write(user, { ...read(user), open: tour }), [user]);
  const pass = useCallback((tour: string, step: string) => write(user, withPassed(read(user), tour, step)), [user]);
  const reset = useCallback((tour: string) => write(user, withoutPassed(read(user), tour)), [user]);
  return { progress, open, pass, reset };
}
