import type { Price } from '../../compute/price';

type Curve = Price['curve'];

const STEPS = 50;

/** The price of a share in use, as the server computes it. */
export function priceOf({ threshold, factor, maximum }: Curve, share: number): number {
  return Math.min(maximum, 1 + Math.max(0, Math.min(1, share) - threshold) * factor);
}

/** The curve from nothing in use to all, in percent. */
export function curvePoints(curve: Curve): { x: number; y: number }[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => ({ x: (100 * step) / STEPS, y: priceOf(curve, step / STEPS) }));
}
