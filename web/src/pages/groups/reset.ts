import type { Shape } from '../../api/client';
import { shellWord } from '../../ui/CopyAs';

export type Target = Shape<'OffsetTarget'>;
export type OffsetChange = Shape<'OffsetChangeView'>;
type ResetRequest = Shape<'PostOffsetResetRequest'>;

/** Where a group is to go on, as it is typed. */
export interface ResetWish {
  topic: string;
  to: Target;
  /** Empty: all of them. */
  partition: string;
  /** With a target that needs one: a time, a number of records, an offset. */
  at: string;
}

/** What a target needs besides. */
export const TARGETS: readonly { value: Target; label: string; at?: { label: string; description: string; field: 'time' | 'by' | 'offset' } }[] = [
  { value: 'EARLIEST', label: 'To the oldest record' },
  { value: 'LATEST', label: 'To the end: only what comes from now on' },
  { value: 'TIME', label: 'To a time', at: { label: 'Time', description: 'The first record at or after it, such as 2026-11-21T12:00:00Z.', field: 'time' } },
  { value: 'SHIFT', label: 'By a number of records', at: { label: 'Records', description: 'Back if it is negative: -100.', field: 'by' } },
  { value: 'OFFSET', label: 'To an offset', at: { label: 'Offset', description: 'Of the next record that is read.', field: 'offset' } },
];

export function atOf(target: Target) {
  return TARGETS.find((one) => one.value === target)?.at;
}

export function requestOf({ topic, to, partition, at }: ResetWish, dryRun: boolean): ResetRequest {
  const needed = atOf(to);
  return {
    topic, to, dryRun,
    ...(partition === '' ? {} : { partition: Number(partition) }),
    ...(needed === undefined ? {} : { [needed.field]: at.trim() }),
  };
}

/** The same as a command, which shows what would change. */
export function commandOf(project: string, group: string, { topic, to, partition, at }: ResetWish): string {
  const place = atOf(to) === undefined ? '' : ` --at=${shellWord(at.trim())}`;
  return `hops group reset ${shellWord(group)} ${topic} --to ${to.toLowerCase()}${place}${partition === '' ? '' : ` --partition ${partition}`} -p ${project}`;
}

/** By how many records an offset moves, with its sign; all of its digits. */
export function moveOf({ before, after }: OffsetChange): string {
  if (before === null) return '';
  const move = BigInt(after) - BigInt(before);
  return move > 0n ? `+${move}` : String(move);
}
