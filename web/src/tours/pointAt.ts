const LOOKS_MAX = 50;
const LOOK_MS = 100;

/** Brings what a step is done with into view and puts the keyboard on it, as soon as its page has it. */
export function pointAt(target: string): void {
  let looks = 0;
  const timer = setInterval(() => {
    const found = document.querySelector<HTMLElement>(`[data-tour="${target}"]`);
    if (!found && ++looks < LOOKS_MAX) return;
    clearInterval(timer);
    found?.scrollIntoView({ block: 'center' });
    found?.focus({ preventScroll: true });
  }, LOOK_MS);
}
