import type { Integer } from '../../ui/format';
import { integerOf, numberOf, objectOf, textOf } from '../../ui/json';

/** Where one partition of the source was when a batch ended. */
export interface PartitionReach {
  partition: string;
  end: Integer;
  /** Where the partition ended when the batch began. */
  latest: Integer | undefined;
  behind: bigint;
}

/** One report of a query: what a batch did. */
export interface Batch {
  id: Integer;
  at: string;
  durationMs: number;
  rowsIn: Integer;
  rowsOut: Integer;
  /** Rows a second that came, and that could be worked off. */
  inRate: number | undefined;
  workRate: number | undefined;
  watermark: string | undefined;
  stateRows: Integer | undefined;
  stateBytes: Integer | undefined;
  late: Integer;
  bad: Integer;
  withoutTime: Integer;
  steps: readonly (readonly [name: string, milliseconds: number])[];
  reach: readonly PartitionReach[];
  /** Records that the source had more, when the batch began. */
  behind: bigint;
}

function reachOf(source: Record<string, unknown>): PartitionReach[] {
  const [ends] = Object.values(objectOf(source['endOffset']));
  const [latests] = Object.values(objectOf(source['latestOffset']));
  const latest = objectOf(latests);
  return Object.entries(objectOf(ends)).map(([partition, value]) => {
    const end = integerOf(value) ?? 0;
    const last = integerOf(latest[partition]);
    const behind = last === undefined ? 0n : BigInt(last) - BigInt(end);
    return { partition, end, latest: last, behind: behind > 0n ? behind : 0n };
  });
}

/** A report as the API sends it (Spark's StreamingQueryProgress). */
export function batchOf(report: unknown): Batch {
  const it = objectOf(report);
  const source = objectOf(Array.isArray(it['sources']) ? it['sources'][0] : undefined);
  const state = objectOf(Array.isArray(it['stateOperators']) ? it['stateOperators'][0] : undefined);
  const observed = objectOf(it['observedMetrics']);
  const counted = (name: string): Integer => integerOf(objectOf(observed[name])['count']) ?? 0;
  const reach = reachOf(source);
  return {
    id: integerOf(it['batchId']) ?? 0,
    at: textOf(it['timestamp']) ?? '',
    durationMs: numberOf(it['batchDuration']) ?? 0,
    rowsIn: integerOf(it['numInputRows']) ?? 0,
    rowsOut: integerOf(objectOf(it['sink'])['numOutputRows']) ?? 0,
    inRate: numberOf(it['inputRowsPerSecond']),
    workRate: numberOf(it['processedRowsPerSecond']),
    watermark: textOf(objectOf(it['eventTime'])['watermark']),
    stateRows: integerOf(state['numRowsTotal']),
    stateBytes: integerOf(state['memoryUsedBytes']),
    late: counted('lateRows'),
    bad: counted('badRecords'),
    withoutTime: counted('rowsWithoutTime'),
    steps: Object.entries(objectOf(it['durationMs'])).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value] as const] : [])),
    reach,
    behind: reach.reduce((sum, one) => sum + one.behind, 0n),
  };
}
