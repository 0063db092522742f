import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useProject } from '../../frame/project';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { Loading } from '../../ui/Loading';
import { type Draft, optionsOf, requestOf } from './draft';
import { PlanPanel } from './PlanPanel';
import type { useQueryForm } from './useQueryForm';

const PreviewPanel = lazy(() => import('./PreviewPanel'));

function commandOf(project: string, draft: Draft, isStarted: boolean): string {
  const options = optionsOf(draft).map(([option, value]) => `${option} ${shellWord(value)}`);
  return ['hops query create', draft.name || 'NAME', '-p', project, ...options, ...(isStarted ? ['--start'] : [])].join(' ');
}

/** The name of the query, the buttons that check and make it, and what the server says. */
export function QueryMaking({ draft, form }: { draft: Draft; form: ReturnType<typeof useQueryForm> }) {
  const { name: project } = useProject();
  const [isStarted, setStarted] = useState(true);
  return (
    <Stack gap="md" className="side-sticky">
      <TextInput
        label="Name" value={draft.name} onChange={(event) => form.set({ name: event.currentTarget.value })} error={form.errors.name}
        spellCheck={false} autoComplete="off" classNames={{ input: 'mono' }}
      />
      <Checkbox label="Start it at once" checked={isStarted} onChange={(event) => setStarted(event.currentTarget.checked)} />
      <Group gap="xs">
        <Button data-tour="queries.create" onClick={() => form.create(isStarted)} loading={form.isCreating}>{isStarted ? 'Create and start' : 'Create query'}</Button>
        <Button variant="default" data-tour="query.check" onClick={form.check} loading={form.isPlanning}>Check</Button>
        <Button variant="default" data-tour="query.preview" onClick={form.show} loading={form.isPreviewing}>Preview</Button>
        <CopyAs command={commandOf(project, draft, isStarted)} method="POST" path={`/api/v1/projects/${project}/queries`} content={{ name: draft.name, definition: requestOf(draft) }} />
      </Group>
      {form.preview
        ? <Suspense fallback={<Loading rows={6} />}><PreviewPanel preview={form.preview} /></Suspense>
        : <PlanPanel plan={form.plan} error={form.failure} isWorking={form.isPlanning || form.isPreviewing || form.isCreating} lacks={Object.values(form.errors)} />}
    </Stack>
  );
}
