const UNITS: readonly [name: string, milliseconds: number][] = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]];
const FORM = /^(\d{1,12})\s*(ms|s|m|h|d)$/;

/** Milliseconds of `10s`, `5m`, `500ms`, `1d`; undefined for what is no such duration. */
export function parseDuration(text: string): number | undefined {
  const match = FORM.exec(text.trim());
  const unit = UNITS.find(([name]) => name === match?.[2]);
  if (!match || !unit) return undefined;
  const milliseconds = Number(match[1]) * unit[1];
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

/** The shortest exact way to write it: 90s, 2h, 1500ms. */
export function durationText(milliseconds: number): string {
  const [name, length] = UNITS.find(([, unit]) => milliseconds >= unit && milliseconds % unit === 0) ?? ['ms', 1];
  return `${milliseconds / length}${name}`;
}

/** A measured time, rounded for reading: 12 ms, 1.4 s, 3.2 min. */
export function spanText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 100_000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${(milliseconds / 60_000).toFixed(1)} min`;
}
