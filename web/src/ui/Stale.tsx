import { useEffect, useState } from 'react';
import { relative } from './format';

const TICK_MS = 1000;
const INTERVALS = 3;

/** Says so where live data has stood still for more than three of its intervals. */
export function Stale({ updatedAt, intervalMs }: { updatedAt: number; intervalMs: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const ageMs = now - updatedAt;
  if (updatedAt === 0 || ageMs < INTERVALS * intervalMs) return null;
  const age = ageMs < 60_000 ? `${Math.trunc(ageMs / 1000)} s ago` : relative(new Date(updatedAt), now);
  return <span className="muted" role="status">{age} - reconnecting</span>;
}
