const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 1, notation: 'compact' });

/** Rows a second, for reading: 940, 12.3K. */
export function rateText(rate: number | undefined): string {
  return rate === undefined ? '-' : GROUPED.format(rate);
}

/** How long a time of events is before another time, in words. */
export function agoText(from: number, to: number): string {
  const seconds = Math.max(0, (to - from) / 1000);
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(0)} d`;
}
