import type { Shape } from '../../api/client';
import { count } from '../../ui/format';
import type { StateKind } from '../../ui/State';

export type ConsumerGroup = Shape<'GroupView'>;
export type Member = Shape<'GroupMemberView'>;
export type GroupPartition = Shape<'GroupPartitionView'>;

const NAMED_MAX = 5;

const STATES: Readonly<Record<string, readonly [kind: StateKind, label: string]>> = {
  Stable: ['running', 'Reading'],
  PreparingRebalance: ['waiting', 'Rebalancing'],
  CompletingRebalance: ['waiting', 'Rebalancing'],
  Assigning: ['waiting', 'Rebalancing'],
  Reconciling: ['waiting', 'Rebalancing'],
  Empty: ['idle', 'Nobody reads'],
};

/** A state of Kafka's as people read it. */
export function stateOf(group: ConsumerGroup): readonly [kind: StateKind, label: string] {
  return STATES[group.state] ?? ['idle', group.state];
}

/** The topics in which a group has committed an offset. */
export function topicsOf(group: ConsumerGroup): string[] {
  return [...new Set(group.partitions.map((partition) => partition.topic))];
}

/** The partitions of a topic of which a group has committed an offset. */
export function partitionsIn(group: ConsumerGroup, topic: string): GroupPartition[] {
  return group.partitions.filter((partition) => partition.topic === topic);
}

/** Records of a topic that a group has not read yet; null if that is not known of one of its partitions. */
export function lagIn(group: ConsumerGroup, topic: string): string | null {
  const lags = partitionsIn(group, topic).map((partition) => partition.lag);
  return lags.includes(null) ? null : String(lags.reduce((sum, lag) => sum + BigInt(lag ?? 0), 0n));
}

/** A lag as people read it. */
export function lagText(lag: string | null): string {
  return lag === null ? 'unknown' : count(lag);
}

/** A lag to sort by; what is not known comes before what is read to its end. */
export function lagValue(lag: string | null): number {
  return lag === null ? -1 : Number(lag);
}

/** Who reads a partition now. */
export function readerOf(group: ConsumerGroup, { topic, partition }: GroupPartition): Member | undefined {
  return group.members.find((member) => member.assigned.includes(`${topic}-${partition}`));
}

export function memberName(member: Member): string {
  return member.client === '' ? member.member : member.client;
}

/** Why a group cannot be moved or deleted now, with who is in it; undefined if it can. */
export function busyReason(group: ConsumerGroup): string | undefined {
  if (group.members.length === 0) return undefined;
  const names = group.members.slice(0, NAMED_MAX).map((member) => `${memberName(member)} from ${member.host}`);
  return `It is read by ${names.join(', ')}${group.members.length > NAMED_MAX ? ', ...' : ''}: stop that first.`;
}
