import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { keys } from '../api/keys';
import { useMe } from '../frame/session';
import { demoOf } from './demo';
import { useOpenTour } from './open';
import { passedOf, toursQuery, useTourSteps } from './progress';
import { type Place, type Step, stepsOf, type Tour } from './tour';

const ASK_MS = 2000;
/** How often the server is asked after an action, and for how long: a query starts a process of its own first. */
const WAIT_MS = 500;
const WAITS_MAX = 360;

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function untilDone(isDone: () => Promise<boolean>): Promise<void> {
  for (let waits = 0; waits < WAITS_MAX; waits++) {
    if (await isDone()) return;
    await sleep(WAIT_MS);
  }
  throw new Error('It was asked for, but the server does not show it done: look at the page for what holds it up.');
}

/** Where a user is in a tour: at the first step that the server does not know as done, which is asked for. */
export function useTour(tour: Tour) {
  const { user } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [, open] = useOpenTour(user);
  const { pass } = useTourSteps(tour.id);
  // Another browser may go on with it, and whoever deletes the project ends it: the server says so.
  const progress = useQuery({ ...toursQuery, refetchInterval: 5 * ASK_MS });
  const demo = useMemo(() => demoOf(tour.id, user), [tour.id, user]);
  const [outcome, setOutcome] = useState('');
  const kept = progress.data?.items.find((one) => one.tour === tour.id);
  const passed = passedOf(tour, kept?.step ?? null);
  const steps = stepsOf(tour);
  const step = steps[passed.length];
  const isWatched = kept !== undefined && step !== undefined && step.done !== 'seen';

  const done = useQuery({
    queryKey: keys.tour(tour.id, step?.id ?? ''),
    queryFn: () => (step === undefined || step.done === 'seen' ? false : step.done(demo)),
    enabled: isWatched,
    refetchInterval: ASK_MS,
    gcTime: 0,
  });
  const isDone = isWatched && done.data === true;
  const id = step?.id;
  useEffect(() => {
    // What cannot be kept now is seen to be done again with the next question.
    if (isDone && id !== undefined) void pass({ step: id, project: demo.project }).catch(() => undefined);
  }, [isDone, id, pass, demo.project, done.dataUpdatedAt]);

  const go = (place: Place) => navigate({ to: place.to, search: { ...place.search } });
  const perform = async (one: Step) => {
    const { action, done: isItDone } = one;
    if (action && isItDone !== 'seen' && !(await isItDone(demo))) {
      const said = await action(demo);
      await untilDone(() => isItDone(demo));
      setOutcome(said);
    }
    await pass({ step: one.id, project: demo.project });
    await Promise.all([keys.projects, keys.tour(tour.id, 'there'), keys.project(demo.project), keys.project(demo.partner)].map((queryKey) => queries.invalidateQueries({ queryKey })));
    if (action) await go((one.result ?? one.route)(demo));
  };
  const act = useMutation({
    mutationFn: async (wanted: readonly Step[]) => {
      setOutcome('');
      for (const one of wanted) await perform(one);
    },
  });
  return { demo, steps, step, passed, outcome, isKnown: kept !== undefined, error: act.error ?? done.error ?? progress.error, isActing: act.isPending, act: act.mutate, go, close: () => open(null) };
}
