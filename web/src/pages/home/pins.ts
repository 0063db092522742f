/** Most projects that are pinned in a browser. */
export const PINS_MAX = 20;

/** What is pinned comes first, in the order in which it was pinned; the rest stays as it is. */
export function pinnedFirst<T extends { name: string }>(rows: readonly T[], pins: readonly string[]): T[] {
  const pinned = pins.flatMap((pin) => rows.filter((row) => row.name === pin));
  return [...pinned, ...rows.filter((row) => !pins.includes(row.name))];
}

/** With a project pinned, or not any more; the oldest pins make room. */
export function toggled(pins: readonly string[], name: string): string[] {
  return pins.includes(name) ? pins.filter((pin) => pin !== name) : [...pins, name].slice(-PINS_MAX);
}
