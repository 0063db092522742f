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
import { previewOf } from './preview';
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

type Asked = 'nothing' | 'preview' | 'plan' | 'query';

/** What is missing or malformed for what was asked: a preview writes nowhere. */
function errorsFor(draft: Draft, asked: Asked): DraftErrors {
  if (asked === 'nothing') return {};
  const { dataset, ...errors } = errorsOf(draft, asked === 'query');
  return asked === 'preview' || dataset === undefined ? errors : { ...errors, dataset };
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

async function previewed(project: string, draft: Draft) {
  const { sink, ...definition } = requestOf(draft);
  const whole = draft.dataset === '' ? definition : { ...definition, sink };
  return previewOf(await body(api.POST('/api/v1/projects/{project}/query-previews', { params: { path: { project } }, body: { definition: whole } })));
}

/** What the form of a query does: asks the server for the plan, and makes the query. */
export function useQueryForm({ draft, onChange, onMade }: FormProps) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>('nothing');
  const plan = useMutation({ mutationFn: () => planned(project, draft) });
  const preview = useMutation({ mutationFn: () => previewed(project, draft) });
  const create = useMutation({
    mutationFn: (isStarted: boolean) => make(project, draft, isStarted),
    onSuccess: async () => {
      onMade();
      await queries.invalidateQueries({ queryKey: keys.part(project, 'queries') });
      await navigate({ to: '/p/$project/queries/$query', params: { project, query: draft.name }, search: {} });
    },
  });
  const failure = create.error ?? plan.error ?? preview.error;
  const place = failure ? asProblem(failure).place : undefined;
  const marks = useMemo(() => (place && failure ? [{ ...place, message: asProblem(failure).message }] : []), [place, failure]);
  const reset = () => {
    plan.reset();
    preview.reset();
    create.reset();
  };
  const isComplete = (what: Asked) => {
    setAsked(what);
    reset();
    return Object.keys(errorsFor(draft, what)).length === 0;
  };
  return {
    plan: plan.data,
    preview: preview.data,
    failure,
    marks,
    isPlanning: plan.isPending,
    isPreviewing: preview.isPending,
    isCreating: create.isPending,
    errors: errorsFor(draft, asked),
    set: (change: Partial<Draft>) => {
      onChange({ ...draft, ...change });
      reset();
    },
    check: () => isComplete('plan') && plan.mutate(),
    show: () => isComplete('preview') && preview.mutate(),
    create: (isStarted: boolean) => isComplete('query') && create.mutate(isStarted),
  };
}
