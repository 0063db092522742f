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
