import { shellWord } from '../../ui/CopyAs';

/** Which messages are on the screen, as REST names them; empty for all. */
export interface Shown {
  from: string;
  partition: string;
  filter: string;
}

export type FileFormat = 'JSONL' | 'CSV';

/** Where the messages that are shown, and those after them, come as a file. */
export function exportUrl(project: string, topic: string, { from, partition, filter }: Shown, format: FileFormat): string {
  const query = new URLSearchParams({ format, start: from, ...(partition === '' ? {} : { partition }), ...(filter === '' ? {} : { filter }) });
  return `/api/v1/projects/${encodeURIComponent(project)}/topics/${encodeURIComponent(topic)}/messages/export?${query.toString()}`;
}

/** The same as a command. */
export function exportCommand(project: string, topic: string, { from, partition, filter }: Shown, format: FileFormat): string {
  const options = [
    ...(from === 'oldest' ? [] : ['--from', shellWord(from)]),
    ...(partition === '' ? [] : ['--partition', partition]),
    ...(filter === '' ? [] : ['--filter', shellWord(filter)]),
    ...(format === 'CSV' ? ['--format', 'csv'] : []),
  ];
  return ['hops topic export', shellWord(topic), shellWord(`${topic}.${format.toLowerCase()}`), '-p', project, ...options].join(' ');
}
