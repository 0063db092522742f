import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { type Answer, answerOf } from './answer';

const PROGRESS_MS = 1000;

/** An id of our own, by which the statement is asked for and ended; the browser gives UUIDs over https alone. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface Statement {
  sql: string;
  rowsMax: number;
}

/** One statement at a time: runs it, says how far it is, ends it. Who leaves the page ends it too. */
export function useStatement(project: string, onEnd: (statement: Statement, answer: Answer | undefined, error: Error | null) => void) {
  const running = useRef<{ id: string; abort: AbortController }>(undefined);
  useEffect(() => () => running.current?.abort.abort(), []);
  const run = useMutation({
    mutationFn: async ({ sql, rowsMax }: Statement) => {
      const current = { id: newId(), abort: new AbortController() };
      running.current = current;
      const began = performance.now();
      const view = await body(api.POST('/api/v1/projects/{project}/sql', {
        params: { path: { project } }, body: { statement: sql, rowsMax, id: current.id }, signal: current.abort.signal,
      }));
      return answerOf(view, performance.now() - began);
    },
    onSettled: (answer, error, statement) => onEnd(statement, answer, error),
  });
  const progress = useQuery({
    queryKey: keys.part(project, 'sql', 'progress'),
    // The list, for the statement itself is not there before it runs and when it has ended: that is no failure.
    queryFn: () => body(api.GET('/api/v1/projects/{project}/sql', { params: { path: { project } } })),
    select: (page) => page.items.find((one) => one.id === running.current?.id),
    enabled: run.isPending,
    refetchInterval: PROGRESS_MS,
    retry: false,
    gcTime: 0,
  });
  const cancel = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/projects/{project}/sql/{statement}', { params: { path: { project, statement: running.current?.id ?? '' } } })),
  });
  return {
    answer: run.data,
    error: run.error,
    isRunning: run.isPending,
    percentage: run.isPending ? progress.data?.percentage ?? undefined : undefined,
    run: run.mutate,
    cancel: () => cancel.mutate(),
    isCancelling: cancel.isPending,
  };
}
