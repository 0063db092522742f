import type { Shape } from '../../../api/client';

type Written = Shape<'WrittenRecordView'>;

/** Records that lie one after the other in a partition. */
export interface Run {
  partition: number;
  first: string;
  last: string;
}

/** Where records are, those of a partition together. */
export function runsOf(items: readonly Written[]): Run[] {
  const runs = new Map<number, Run>();
  for (const { partition, offset } of items) {
    if (offset === null) continue;
    const run = runs.get(partition);
    runs.set(partition, { partition, first: run?.first ?? offset, last: offset });
  }
  return [...runs.values()].sort((a, b) => a.partition - b.partition);
}

/** Why partitions have refused records, each reason once. */
export function refusalsOf(items: readonly Written[]): string[] {
  return [...new Set(items.flatMap((item) => (item.error === null ? [] : [`Partition ${item.partition}: ${item.error}`])))];
}
