import { durationText, parseDuration } from '../../ui/duration';
import { isObject } from '../../ui/json';
import { BAD_RECORDS, type Definition, OUTPUT_MODES, sinkWithin, STARTS } from './definition';

export const TRIGGERS = ['continuous', 'interval', 'once'] as const;

/** What somebody has filled in so far, field by field as text. */
export interface Draft {
  name: string;
  topic: string;
  start: string;
  sql: string;
  dataset: string;
  directory: string;
  mode: string;
  trigger: string;
  interval: string;
  timeColumn: string;
  delay: string;
  badRecords: string;
  deadLetterTopic: string;
}

export type DraftErrors = Partial<Record<keyof Draft, string>>;

export const EMPTY_DRAFT: Draft = {
  name: '', topic: '', start: 'earliest', sql: '', dataset: '', directory: '', mode: OUTPUT_MODES[0], trigger: TRIGGERS[0], interval: '10s',
  timeColumn: '', delay: '10m', badRecords: BAD_RECORDS[0], deadLetterTopic: '',
};

const NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/;

export function isDraft(value: unknown): value is Draft {
  return isObject(value) && Object.keys(EMPTY_DRAFT).every((field) => typeof value[field] === 'string');
}

/** A draft of what another query is, to be changed and made anew. */
export function draftOf(project: string, definition: Definition): Draft {
  const [dataset = '', ...directories] = (sinkWithin(project, definition.sink) ?? '').split('/');
  const { availableNow, intervalMs } = definition.trigger;
  return {
    ...EMPTY_DRAFT,
    topic: definition.topic,
    start: definition.startingOffsets,
    sql: definition.sql,
    dataset,
    directory: directories.join('/'),
    mode: definition.outputMode,
    trigger: availableNow ? 'once' : intervalMs > 0 ? 'interval' : 'continuous',
    interval: intervalMs > 0 ? durationText(intervalMs) : EMPTY_DRAFT.interval,
    timeColumn: definition.watermark?.column ?? '',
    delay: definition.watermark ? durationText(definition.watermark.delayMs) : EMPTY_DRAFT.delay,
    badRecords: definition.badRecords,
    deadLetterTopic: definition.deadLetterTopic ?? '',
  };
}

/** What is missing or malformed; the server checks the rest. */
export function errorsOf(draft: Draft, isNamed: boolean): DraftErrors {
  const errors: DraftErrors = {};
  if (isNamed && !NAME.test(draft.name)) errors.name = 'Lower case letters, digits and single underscores.';
  if (draft.topic === '') errors.topic = 'Choose the topic that is read.';
  if (draft.sql.trim() === '') errors.sql = 'Write one SELECT over the topic.';
  if (draft.dataset === '') errors.dataset = 'Choose the dataset that is written.';
  if (draft.trigger === 'interval' && parseDuration(draft.interval) === undefined) errors.interval = 'A duration such as 10s or 5m.';
  if (draft.timeColumn !== '' && parseDuration(draft.delay) === undefined) errors.delay = 'A duration such as 10m or 2d.';
  if (draft.badRecords === 'deadLetter' && draft.deadLetterTopic === '') errors.deadLetterTopic = 'Choose the topic that takes them.';
  return errors;
}

/** The definition that REST takes. */
export function requestOf(draft: Draft): Record<string, unknown> {
  return {
    name: draft.name || 'draft',
    topic: draft.topic,
    sql: draft.sql,
    sink: draft.directory === '' ? draft.dataset : `${draft.dataset}/${draft.directory}`,
    outputMode: OUTPUT_MODES.find((mode) => mode === draft.mode),
    startingOffsets: STARTS.find((start) => start === draft.start),
    trigger: draft.trigger === 'once' ? { availableNow: true } : { intervalMs: draft.trigger === 'interval' ? parseDuration(draft.interval) : 0 },
    ...(draft.timeColumn === '' ? {} : { watermark: { column: draft.timeColumn, delayMs: parseDuration(draft.delay) } }),
    badRecords: BAD_RECORDS.find((policy) => policy === draft.badRecords),
    ...(draft.badRecords === 'deadLetter' ? { deadLetterTopic: draft.deadLetterTopic } : {}),
  };
}

/** The same as options of `hops query create`, but for the name. */
export function optionsOf(draft: Draft): [option: string, value: string][] {
  const sink = draft.directory === '' ? draft.dataset : `${draft.dataset}/${draft.directory}`;
  const all: [string, string][] = [
    ['--topic', draft.topic], ['--sink', sink], ['--from', draft.start],
    ['--mode', draft.mode === OUTPUT_MODES[0] ? '' : draft.mode],
    ['--trigger', draft.trigger === 'once' ? 'available-now' : draft.trigger === 'interval' ? draft.interval : ''],
    ['--watermark-column', draft.timeColumn], ['--watermark-delay', draft.timeColumn === '' ? '' : draft.delay],
    ['--bad-records', draft.badRecords === 'deadLetter' ? 'dead-letter' : draft.badRecords === BAD_RECORDS[0] ? '' : draft.badRecords],
    ['--dead-letter-topic', draft.badRecords === 'deadLetter' ? draft.deadLetterTopic : ''],
    ['--sql', draft.sql],
  ];
  return all.filter(([, value]) => value !== '');
}
