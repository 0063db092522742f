import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { topicsQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { CopyAs } from '../../ui/CopyAs';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { type ConsumerGroup, topicsOf } from './group';
import { atOf, commandOf, requestOf, type ResetWish, type Target, TARGETS } from './reset';
import { ResetPreview } from './ResetPreview';
import { useReset } from './useReset';

const FIELDS = ['time', 'by', 'offset', 'partition'];

/** Where to, what that changes, and only then the change. */
export function ResetForm({ group, onClose }: { group: ConsumerGroup; onClose: () => void }) {
  const { name: project } = useProject();
  const others = useQuery(topicsQuery(project)).data ?? [];
  const own = topicsOf(group);
  const topics = [...own, ...others.map((topic) => topic.name).filter((name) => !own.includes(name))];
  const [wish, setWish] = useState<ResetWish>({ topic: own[0] ?? '', to: 'EARLIEST', partition: '', at: '' });
  const reset = useReset(group);
  const at = atOf(wish.to);
  const topic = wish.topic || (topics[0] ?? '');
  const whole = { ...wish, topic };
  const partitions = others.find((one) => one.name === topic)?.partitions ?? group.partitions.filter((one) => one.topic === topic).length;
  const set = (change: Partial<ResetWish>) => {
    // What was shown was of another wish.
    reset.reset();
    const next = { ...whole, ...change };
    const isOffsetNew = next.to === 'OFFSET' && ('to' in change || 'partition' in change || 'topic' in change);
    if (next.to === 'OFFSET' && next.partition === '') next.partition = '0';
    const end = group.partitions.find((one) => one.topic === next.topic && String(one.partition) === next.partition)?.endOffset;
    setWish(isOffsetNew ? { ...next, at: end ?? '' } : 'to' in change ? { ...next, at: '' } : next);
  };
  const isShown = reset.data !== undefined && !reset.data.applied;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate({ wish: whole, isDry: !isShown }, {
      onSuccess: (answer) => {
        if (answer.applied) said(`Group ${group.group} goes on elsewhere in ${topic}.`);
      },
    });
  };
  return (
    <form onSubmit={submit} aria-label="Reset offsets">
      <Stack gap="md">
        <Group justify="flex-end">
          <CopyAs command={commandOf(project, group.group, whole)} method="POST" path={`/api/v1/projects/${project}/groups/${encodeURIComponent(group.group)}/offset-resets`} content={requestOf(whole, true)} />
        </Group>
        <NativeSelect label="Topic" data={topics} value={topic} onChange={(event) => set({ topic: event.currentTarget.value, partition: '' })} />
        <NativeSelect label="Where to" data={TARGETS.map(({ value, label }) => ({ value, label }))} value={wish.to} onChange={(event) => set({ to: event.currentTarget.value as Target })} />
        <NativeSelect
          label="Partition" value={wish.partition} onChange={(event) => set({ partition: event.currentTarget.value })} error={fieldError(reset.error, 'partition')}
          data={[...(wish.to === 'OFFSET' ? [] : [{ value: '', label: 'All partitions' }]), ...Array.from({ length: partitions }, (_, index) => ({ value: String(index), label: `Partition ${index}` }))]}
        />
        {at && (
          <TextInput
            label={at.label} description={at.description} required value={wish.at} onChange={(event) => set({ at: event.currentTarget.value })} error={fieldError(reset.error, at.field)}
            autoComplete="off" spellCheck={false} classNames={{ input: 'mono' }}
          />
        )}
        <FormError error={reset.error} fields={FIELDS} />
        {reset.data && <ResetPreview changes={reset.data.partitions} isDone={reset.data.applied} />}
        <Group gap="xs">
          {!reset.data?.applied && <Button type="submit" loading={reset.isPending}>{isShown ? 'Reset offsets' : 'Show what changes'}</Button>}
          <Button variant="default" onClick={onClose}>{reset.data?.applied ? 'Close' : 'Cancel'}</Button>
        </Group>
      </Stack>
    </form>
  );
}
