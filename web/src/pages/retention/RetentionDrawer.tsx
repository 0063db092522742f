import { Button, Drawer, Group, NumberInput, Radio, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { CopyAs } from '../../ui/CopyAs';
import { Facts } from '../../ui/Facts';
import { bytes, count } from '../../ui/format';
import { fieldError, FormError } from '../../ui/FormError';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';
import { RetentionPreview } from './RetentionPreview';
import { choiceOf, daysOf, type Choice, retentionQuery, wordsOf } from './retention';

const TYPING_MS = 400;

/** For how long files are kept: those of a dataset, or, without one, of all datasets of the project of which nothing else was said. */
export default function RetentionDrawer({ dataset, onClose }: { dataset?: string; onClose: () => void }) {
  const { name: project } = useProject();
  const { data, error, refetch } = useQuery(retentionQuery(project));
  return (
    <Drawer opened onClose={onClose} size={560} title={`Retention of ${dataset ?? project}`}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={5} />}
      {data && <RetentionForm retention={data} dataset={dataset} onClose={onClose} />}
    </Drawer>
  );
}

interface FormProps {
  retention: Shape<'RetentionView'>;
  dataset: string | undefined;
  onClose: () => void;
}

function put(project: string, dataset: string | undefined, days: number | null): Promise<unknown> {
  return dataset === undefined
    ? body(api.PUT('/api/v1/projects/{project}/retention', { params: { path: { project } }, body: { days } }))
    : body(api.PUT('/api/v1/projects/{project}/datasets/{dataset}/retention', { params: { path: { project, dataset } }, body: { days } }));
}

function RetentionForm({ retention, dataset, onClose }: FormProps) {
  const { project, daysMin, daysMax } = retention;
  const queries = useQueryClient();
  const present = retention.items.find((item) => item.dataset === dataset);
  const [choice, setChoice] = useState<Choice>(choiceOf(retention, dataset));
  const [days, setDays] = useState<number | string>((present ? present.days : retention.days) ?? '');
  const [typed] = useDebouncedValue(days, TYPING_MS);
  const isRemoving = choice === 'remove';
  const isInRange = Number(typed) >= daysMin && Number(typed) <= daysMax;
  const preview = useQuery({
    queryKey: keys.part(project, 'retention', 'preview', dataset ?? '', String(typed)),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/retention/preview', {
      params: { path: { project }, query: dataset === undefined ? { days: Number(typed) } : { days: Number(typed), dataset } },
    })),
    enabled: isRemoving && isInRange,
    gcTime: 0,
  });
  const save = useMutation({
    mutationFn: () => put(project, dataset, daysOf(choice, days, dataset)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.part(project, 'retention') });
      said(`The retention of ${dataset ?? project} is set.`);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const isShown = !isRemoving || (preview.data !== undefined && typed === days);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {present && (
          <Facts facts={[
            ['In force', wordsOf(present.days)],
            ['Files go from', present.begins === null ? 'never' : <Time key="begins" value={present.begins} />],
            ['Looked at', <Time key="looked" value={present.looked} />],
            ['Removed so far', `${count(present.filesRemoved)} files, ${bytes(present.bytesRemoved)}`],
          ]}
          />
        )}
        <Radio.Group label="Files" value={choice} onChange={(value) => setChoice(value as Choice)}>
          <Stack gap="sm" mt="xs">
            {dataset !== undefined && <Radio value="project" label={`As the project says: ${wordsOf(retention.days)}`} />}
            <Radio value="keep" label="Keep them" />
            <Radio value="remove" label="Remove those that were not changed for long, for good" />
          </Stack>
        </Radio.Group>
        {isRemoving && (
          <NumberInput
            label="Days without a change" description={`${daysMin} to ${daysMax}. Names that begin with _ or . stay: there is what queries need to go on`} min={0} allowDecimal={false} allowNegative={false} hideControls required
            value={days} onChange={setDays} error={fieldError(save.error, 'days') ?? fieldError(preview.error, 'days')}
          />
        )}
        {isRemoving && isInRange && preview.error && <Problem error={preview.error} onRetry={() => void preview.refetch()} />}
        {isRemoving && isInRange && preview.isPending && <Loading rows={3} />}
        {isRemoving && preview.data && <RetentionPreview preview={preview.data} graceSeconds={Number(retention.graceSeconds)} />}
        <FormError error={save.error} fields={['days']} />
        <Group justify="space-between" gap="xs">
          <CopyAs command={`hops retention show -p ${project}`} path={`/api/v1/projects/${project}/retention`} />
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={save.isPending} disabled={!isShown}>Set retention</Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
