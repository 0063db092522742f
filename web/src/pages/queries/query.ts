import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';
import type { StateKind } from '../../ui/State';
import { said } from '../../ui/notify';

export type Query = Shape<'QueryView'>;
export type Phase = Shape<'QueryPhase'>;

export const PHASES: Record<Phase, readonly [kind: StateKind, label: string]> = {
  STOPPED: ['idle', 'Stopped'],
  WAITING: ['waiting', 'Waits for quota or price'],
  STARTING: ['waiting', 'Starting'],
  RUNNING: ['running', 'Running'],
  RESTARTING: ['waiting', 'Restarting'],
  FINISHED: ['ok', 'Finished'],
  FAILED: ['failed', 'Failed'],
};

/** Whether its runner works, or is about to. */
export function isActive(query: Query): boolean {
  return ['WAITING', 'STARTING', 'RUNNING', 'RESTARTING'].includes(query.status.state);
}

export function queryQuery(project: string, query: string) {
  return queryOptions({
    queryKey: keys.part(project, 'queries', 'one', query),
    queryFn: () => tagged(api.GET('/api/v1/projects/{project}/queries/{query}', { params: { path: { project, query } } })),
  });
}

const ACTS = {
  stop: (at: At) => api.POST('/api/v1/projects/{project}/queries/{query}/stop', at),
  kill: (at: At) => api.POST('/api/v1/projects/{project}/queries/{query}/kill', at),
  restart: (at: At) => api.POST('/api/v1/projects/{project}/queries/{query}/restart', at),
  finish: (at: At) => api.POST('/api/v1/projects/{project}/queries/{query}/finish', at),
};
const DONE = { stop: 'has stopped', kill: 'was killed', restart: 'starts again', finish: 'finishes' } as const;

type At = { params: { path: { project: string; query: string } } };

export type Act = keyof typeof ACTS;

/** Stops, kills, restarts or finishes a query, and reads it again. */
export function useAct(project: string, query: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: Act) => body(ACTS[act]({ params: { path: { project, query } } })),
    onSuccess: (_, act) => said(`Query ${query} ${DONE[act]}.`),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.part(project, 'queries') }),
  });
}

export async function createQuery(project: string, name: string, definition: unknown): Promise<Query> {
  return body(api.POST('/api/v1/projects/{project}/queries', { params: { path: { project } }, body: { name, definition } }));
}

/** Starts a query: at once, or when the price of compute is at most so much. */
export async function startQuery(project: string, query: string, atPriceMost?: number): Promise<Query> {
  const params = { path: { project, query }, query: atPriceMost === undefined ? {} : { atPriceMost } };
  return body(api.POST('/api/v1/projects/{project}/queries/{query}/start', { params }));
}
