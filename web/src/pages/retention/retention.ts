import { queryOptions } from '@tanstack/react-query';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import type { Integer } from '../../ui/format';

/** What can be said of files. */
export type Choice = 'project' | 'keep' | 'remove';

const KEEP = 0;

export function retentionQuery(project: string) {
  return queryOptions({
    queryKey: keys.part(project, 'retention'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/retention', { params: { path: { project } } })),
  });
}

/** A rule in words. */
export function wordsOf(days: Integer | null): string {
  return days === null ? 'files are kept' : `files go after ${days} days without a change`;
}

/** What is said now of a dataset, or of the project. */
export function choiceOf({ days, items }: Shape<'RetentionView'>, dataset: string | undefined): Choice {
  const item = items.find((one) => one.dataset === dataset);
  if (item && !item.isOwn) return 'project';
  return (item ? item.days : days) === null ? 'keep' : 'remove';
}

/** The days that stand for a choice. */
export function daysOf(choice: Choice, days: number | string, dataset: string | undefined): number | null {
  if (choice === 'remove') return Number(days);
  return choice === 'project' || dataset === undefined ? null : KEEP;
}
