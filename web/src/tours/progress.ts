import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, type Shape } from '../api/client';
import { keys } from '../api/keys';
import { stepsOf, type Tour } from './tour';

/** How far the user has come in a tour, as the server keeps it. */
export type Progress = Shape<'TourView'>;

/** The steps of a tour that are done: those up to the last one that the server knows of. */
export function passedOf(tour: Tour, step: string | null): readonly string[] {
  const ids = stepsOf(tour).map((one) => one.id);
  return step === null ? [] : ids.slice(0, ids.indexOf(step) + 1);
}

/** All tours with what is done of each. Whoever takes one in two browsers sees in one what was done in the other. */
export const toursQuery = queryOptions({ queryKey: keys.tour('all', 'progress'), queryFn: () => body(api.GET('/api/v1/me/tours')), staleTime: 0 });

/** How a tour goes on, and begins anew. */
export function useTourSteps(tour: string) {
  const queries = useQueryClient();
  const read = () => queries.invalidateQueries({ queryKey: toursQuery.queryKey });
  const pass = useMutation({
    mutationFn: ({ step, project }: { step: string; project: string }) => body(api.PUT('/api/v1/me/tours/{tour}', { params: { path: { tour } }, body: { step, project } })),
    onSuccess: (next) => queries.setQueryData(toursQuery.queryKey, (page) => page && { ...page, items: page.items.map((one) => (one.tour === tour ? next : one)) }),
  });
  const forget = useMutation({
    mutationFn: () => body(api.DELETE('/api/v1/me/tours/{tour}', { params: { path: { tour } } })),
    onSettled: read,
  });
  return { pass: pass.mutateAsync, forget: forget.mutateAsync };
}
