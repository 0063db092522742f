import { numberOf, objectOf, textOf } from '../../ui/json';

export const OUTPUT_MODES = ['append', 'update', 'complete'] as const;
export const BAD_RECORDS = ['fail', 'drop', 'deadLetter'] as const;
export const STARTS = ['latest', 'earliest'] as const;

/** What a streaming query is, as REST takes it. */
export interface Definition {
  topic: string;
  sql: string;
  sink: string;
  outputMode: (typeof OUTPUT_MODES)[number];
  trigger: { intervalMs: number; availableNow: boolean };
  watermark: { column: string; delayMs: number } | undefined;
  badRecords: (typeof BAD_RECORDS)[number];
  deadLetterTopic: string | undefined;
  startingOffsets: (typeof STARTS)[number];
}

function oneOf<T extends string>(all: readonly [T, ...T[]], value: unknown): T {
  return all.find((one) => one === value) ?? all[0];
}

/** A definition as REST shows it; what is left out there has its default. */
export function definitionOf(raw: unknown): Definition {
  const it = objectOf(raw);
  const trigger = objectOf(it['trigger']);
  const watermark = objectOf(it['watermark']);
  const column = textOf(watermark['column']);
  return {
    topic: textOf(it['topic']) ?? '',
    sql: textOf(it['sql']) ?? '',
    sink: textOf(it['sink']) ?? '',
    outputMode: oneOf(OUTPUT_MODES, it['outputMode']),
    trigger: { intervalMs: numberOf(trigger['intervalMs']) ?? 0, availableNow: trigger['availableNow'] === true },
    watermark: column === undefined ? undefined : { column, delayMs: numberOf(watermark['delayMs']) ?? 0 },
    badRecords: oneOf(BAD_RECORDS, it['badRecords']),
    deadLetterTopic: textOf(it['deadLetterTopic']),
    startingOffsets: oneOf(STARTS, it['startingOffsets']),
  };
}

/** The dataset, and the directory in it, of a sink; undefined where the sink is not in the project. */
export function sinkWithin(project: string, sink: string): string | undefined {
  const prefix = `/Projects/${project}/`;
  if (!sink.startsWith('/')) return sink;
  return sink.startsWith(prefix) ? sink.slice(prefix.length) : undefined;
}
