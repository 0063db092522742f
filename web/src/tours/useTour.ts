import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { keys } from '../api/keys';
import { useMe } from '../frame/session';
import { demoOf } from './demo';
import { useProgress } from './progress';
import { ownsProject } from './server';
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

/** Where a user is in a tour: found by asking the server for the first step that is not done. */
export function useTour(tour: Tour) {
  const { user } = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { progress, open, pass, reset } = useProgress(user);
  const demo = useMemo(() => demoOf(tour.id, user), [tour.id, user]);
  const [outcome, setOutcome] = useState('');
  const passed = progress.passed[tour.id] ?? [];
  const steps = stepsOf(tour);
  const step = steps.find((one) => !passed.includes(one.id));
  const isWatched = step !== undefined && step.done !== 'seen';

  const done = useQuery({
    queryKey: keys.tour(tour.id, step?.id ?? ''),
    queryFn: () => (step === undefined || step.done === 'seen' ? false : step.done(demo)),
    enabled: isWatched,
    refetchInterval: ASK_MS,
    gcTime: 0,
  });
  const isDone = done.data === true;
  useEffect(() => {
    if (isDone && step) pass(tour.id, step.id);
  }, [isDone, step, pass, tour.id]);

  // Whoever deleted the project has ended the tour: it begins anew.
  const isBegun = passed.length > 0;
  const hasProject = useQuery({ queryKey: keys.tour(tour.id, 'still-there'), queryFn: () => ownsProject(demo.project), enabled: isBegun, refetchInterval: 5 * ASK_MS, staleTime: 0, gcTime: 0 });
  const isGone = isBegun && hasProject.data === false && !hasProject.isFetching;
  useEffect(() => {
    if (isGone) reset(tour.id);
  }, [isGone, reset, tour.id]);

  const go = (place: Place) => navigate({ to: place.to, search: { ...place.search } });
  const perform = async (one: Step) => {
    const { action, done: isItDone } = one;
    if (action && isItDone !== 'seen' && !(await isItDone(demo))) {
      const said = await action(demo);
      await untilDone(() => isItDone(demo));
      setOutcome(said);
    }
    pass(tour.id, one.id);
    await Promise.all([keys.projects, keys.tour(tour.id, 'there'), keys.project(demo.project), keys.project(demo.partner)].map((queryKey) => queries.invalidateQueries({ queryKey })));
    if (action) await go((one.result ?? one.route)(demo));
  };
  const act = useMutation({
    mutationFn: async (wanted: readonly Step[]) => {
      setOutcome('');
      for (const one of wanted) await perform(one);
    },
  });
  return { demo, steps, step, passed, outcome, error: act.error ?? done.error, isActing: act.isPending, act: act.mutate, go, close: () => open(null) };
}
