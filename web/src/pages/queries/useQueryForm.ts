import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { asProblem } from '../../api/problem';
import { useProject } from '../../frame/project';
import { said } from '../../ui/notify';
import { type Draft, type DraftErrors, errorsOf, requestOf } from './draft';
import { planOf } from './plan';
import { createQuery, startQuery } from './query';

export interface FieldsProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  errors: DraftErrors;
}

interface FormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onMade: () => void;
}

/** Makes the query, and starts it if that is wanted; made and not started is still made. */
async function make(project: string, draft: Draft, isStarted: boolean): Promise<void> {
  await createQuery(project, draft.name, requestOf(draft));
  if (!isStarted) return;
  await startQuery(project, draft.name).catch((failure: unknown) => said(`It is made, but does not start: ${asProblem(failure).message}`));
}

async function planned(project: string, draft: Draft) {
  return planOf(await body(api.POST('/api/v1/projects/{project}/query-plans', { params: { path: { project } }, body: { definition: requestOf(draft) } })));
}

/** What the form of a query does: asks the server for the plan, and makes the query. */
export function useQueryForm({ draft, onChange, onMade }: FormProps) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'nothing' | 'plan' | 'query'>('nothing');
  const plan = useMutation({ mutationFn: () => planned(project, draft) });
  const create = useMutation({
    mutationFn: (isStarted: boolean) => make(project, draft, isStarted),
    onSuccess: async () => {
      onMade();
      await queries.invalidateQueries({ queryKey: keys.part(project, 'queries') });
      await navigate({ to: '/p/$project/queries/$query', params: { project, query: draft.name }, search: {} });
    },
  });
  const failure = create.error ?? plan.error;
  const place = failure ? asProblem(failure).place : undefined;
  const marks = useMemo(() => (place && failure ? [{ ...place, message: asProblem(failure).message }] : []), [place, failure]);
  const reset = () => {
    plan.reset();
    create.reset();
  };
  const isComplete = (isNamed: boolean) => {
    setAsked(isNamed ? 'query' : 'plan');
    reset();
    return Object.keys(errorsOf(draft, isNamed)).length === 0;
  };
  return {
    plan: plan.data,
    failure,
    marks,
    isPlanning: plan.isPending,
    isCreating: create.isPending,
    errors: asked === 'nothing' ? {} : errorsOf(draft, asked === 'query'),
    set: (change: Partial<Draft>) => {
      onChange({ ...draft, ...change });
      reset();
    },
    check: () => isComplete(false) && plan.mutate(),
    create: (isStarted: boolean) => isComplete(true) && create.mutate(isStarted),
  };
}
