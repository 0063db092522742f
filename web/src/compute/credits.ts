import type { Integer } from '../ui/format';
import { once } from '../ui/once';

const MILLI = 3;
const grouped = once(() => new Intl.NumberFormat('en', { maximumFractionDigits: 3 }));

/** 1 234.5 for reading: whole from a hundred on, three digits behind the point below one. */
export function credits(amount: number): string {
  const digits = amount >= 100 ? 0 : amount >= 1 ? 1 : MILLI;
  return grouped().format(Number(amount.toFixed(digits))).replaceAll(',', '\u202f');
}

/** Thousandths of a credit as credits, exactly: 12.345. */
export function creditsExactly(millicredits: Integer): string {
  const digits = String(millicredits).padStart(MILLI + 1, '0');
  const [whole, part] = [digits.slice(0, -MILLI), digits.slice(-MILLI).replace(/0+$/, '')];
  return part === '' ? whole : `${whole}.${part}`;
}
