import { pathOf, type Point, topOf } from './points';

const WIDTH = 96;
const HEIGHT = 20;

/** A series as small as a word; its last value stands beside it, so it is decoration. */
export function Spark({ points }: { points: readonly Point[] }) {
  if (points.length < 2) return null;
  return (
    <svg className="spark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} width={WIDTH} height={HEIGHT} aria-hidden>
      <path d={pathOf(points, WIDTH, HEIGHT, topOf(points))} />
    </svg>
  );
}
