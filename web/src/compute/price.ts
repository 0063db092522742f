import type { Shape } from '../api/client';
import { once } from '../ui/once';
import type { StateKind } from '../ui/State';

export type Price = Shape<'PriceView'>;

const number = once(() => new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 2 }));

/** A price as it is read: 1.0, 1.25. */
export function priceText(multiplier: number): string {
  return number().format(multiplier);
}

/** The highest price that the curve leads to, where everything is in use. */
export function priceOfFullUse({ threshold, factor, maximum }: Price['curve']): number {
  return Math.min(maximum, 1 + Math.max(0, 1 - threshold) * factor);
}

/** A price in a word and a colour: between that of an idle server and that of a full one. */
export function priceLook({ multiplier, curve }: Price): { kind: StateKind; label: string } {
  if (multiplier <= 1) return { kind: 'ok', label: 'lowest' };
  return multiplier < (1 + priceOfFullUse(curve)) / 2 ? { kind: 'waiting', label: 'raised' } : { kind: 'failed', label: 'high' };
}
