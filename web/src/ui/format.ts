import { once } from './once';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const GROUP = '\u202f';

/** An integer as the API sends it: a number, or its digits where a number would not be exact. */
export type Integer = number | string;

/** 1 234 567, exactly. */
export function count(value: Integer): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, GROUP);
}

/** 1.2 GiB; whole bytes below one KiB. */
export function bytes(value: Integer): string {
  let amount = Number(value);
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** `consumer_groups` as people say it: Consumer groups. */
export function words(name: string): string {
  const text = name.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

const STEPS: readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [31_557_600, 'year'], [2_629_800, 'month'], [86_400, 'day'], [3_600, 'hour'], [60, 'minute'],
];
const relativeFormat = once(() => new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' }));
const absoluteFormat = once(() => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }));

/** "5 min. ago", "in 3 days", "now". */
export function relative(time: Date, now: number): string {
  const seconds = (time.getTime() - now) / 1000;
  for (const [length, unit] of STEPS) {
    if (Math.abs(seconds) >= length) return relativeFormat().format(Math.trunc(seconds / length), unit);
  }
  return seconds > 10 ? 'in less than a minute' : 'just now';
}

/** In the zone of the user, and as UTC. */
export function absolute(time: Date): string {
  return `${absoluteFormat().format(time)} (${time.toISOString()})`;
}
