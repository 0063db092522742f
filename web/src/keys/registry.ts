import { useEffect, useSyncExternalStore } from 'react';

/** A shortcut: `/`, one key after another as in `g d`, or a key with Ctrl as in `Ctrl+K`, which holds while one types too. */
export interface Shortcut {
  keys: string;
  label: string;
  run: () => void;
}

const SWITCH = 'hops.shortcuts';
const SEQUENCE_MS = 1200;

/** The last that asked for a key has it: a page's stands before the frame's. */
const shortcuts: Shortcut[] = [];
const listeners = new Set<() => void>();
/** What holds, by key; read anew where it has changed since. A page that opens changes it for every link of its navigation. */
let snapshot: readonly Shortcut[] | undefined;

function changed(): void {
  snapshot = undefined;
  for (const listener of listeners) listener();
}

function read(): readonly Shortcut[] {
  snapshot ??= [...new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut])).values()].sort((a, b) => (a.keys < b.keys ? -1 : 1));
  return snapshot;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The shortcuts that hold on what is on the screen. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, read);
}

/** Holds a shortcut while the component is on the screen. */
export function useShortcut(keys: string | undefined, label: string, run: () => void): void {
  useEffect(() => {
    if (keys === undefined) return;
    const shortcut = { keys, label, run };
    shortcuts.push(shortcut);
    changed();
    return () => {
      shortcuts.splice(shortcuts.indexOf(shortcut), 1);
      changed();
    };
  }, [keys, label, run]);
}

export function areShortcutsOn(): boolean {
  return localStorage.getItem(SWITCH) !== 'off';
}

export function switchShortcuts(isOn: boolean): void {
  localStorage.setItem(SWITCH, isOn ? 'on' : 'off');
  changed();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whether a key does something by itself where the focus is: the space bar presses a button. */
function isForTarget({ key, target }: KeyboardEvent): boolean {
  return isTyping(target) || (key === ' ' && target instanceof Element && target.closest('button, a, summary, [role="tab"]') !== null);
}

let pending = '';
let pendingSince = 0;

/** Runs the shortcut of a key, if there is one and nobody types text. */
function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (isForTarget(event) || !areShortcutsOn() || document.querySelector('[aria-modal="true"]')) return;

  const isFollowing = pending !== '' && event.timeStamp - pendingSince < SEQUENCE_MS;
  const keys = isFollowing ? `${pending} ${event.key}` : event.key;
  const found = read().find((shortcut) => shortcut.keys === keys);
  pending = !found && read().some((shortcut) => shortcut.keys.startsWith(`${keys} `)) ? keys : '';
  pendingSince = event.timeStamp;
  if (!found) return;
  event.preventDefault();
  found.run();
}

/** Runs the shortcut of a key with Ctrl (or the command key), before an editor or a field takes it. */
function onChord(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.length !== 1) return;
  const found = read().find((shortcut) => shortcut.keys === `Ctrl+${event.key.toUpperCase()}`);
  if (!found || document.querySelector('[aria-modal="true"]')) return;
  event.preventDefault();
  event.stopPropagation();
  found.run();
}

/** Listens; once, for the whole document. */
export function listenForShortcuts(): void {
  document.addEventListener('keydown', onKey);
  document.addEventListener('keydown', onChord, true);
}
