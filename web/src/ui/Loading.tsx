import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';

const DELAY_MS = 150;

/** The shape of what is to come, from 150 ms on: what answers at once shows nothing in between. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label="Loading" className="loading">
      {isLate && Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={15} my={8} width={`${92 - ((row * 17) % 40)}%`} />)}
    </div>
  );
}
