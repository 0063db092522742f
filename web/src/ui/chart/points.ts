/** A point of a chart; where y is undefined there is a gap. */
export interface Point {
  x: number;
  y: number | undefined;
}

/** The largest y, and something above zero where there is none. */
export function topOf(points: readonly Point[]): number {
  const top = Math.max(0, ...points.map((point) => point.y ?? 0));
  return top > 0 ? top : 1;
}

/** The path through the points in a box of width by height, from zero upwards, broken at gaps. */
export function pathOf(points: readonly Point[], width: number, height: number, top: number): string {
  const first = points[0]?.x ?? 0;
  const span = (points.at(-1)?.x ?? 0) - first || 1;
  let isOn = false;
  const steps = points.map((point) => {
    if (point.y === undefined) {
      isOn = false;
      return '';
    }
    const step = `${isOn ? 'L' : 'M'}${(((point.x - first) / span) * width).toFixed(1)} ${(height - (point.y / top) * height).toFixed(1)}`;
    isOn = true;
    return step;
  });
  return steps.join('');
}

const BAR_SHARE = 0.7;

/** Bars for the points in a box of width by height, beside each other in their order, from zero upwards. */
export function barsOf(points: readonly Point[], width: number, height: number, top: number): string {
  const slot = width / Math.max(1, points.length);
  return points.map((point, index) => {
    const tall = ((point.y ?? 0) / top) * height;
    if (tall === 0) return '';
    return `M${(slot * (index + (1 - BAR_SHARE) / 2)).toFixed(1)} ${height}v${(-tall).toFixed(1)}h${(slot * BAR_SHARE).toFixed(1)}V${height}Z`;
  }).join('');
}
