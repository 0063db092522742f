import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { topicsQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { Problem } from '../../ui/Problem';
import type { FieldsProps } from './useQueryForm';

/** What a query reads, and from where on. */
export function SourceFields({ draft, set, errors, hasSchema }: FieldsProps & { hasSchema: boolean }) {
  const { name: project } = useProject();
  const topics = useQuery(topicsQuery(project));
  const choices = [{ value: '', label: topics.data?.length === 0 ? 'There is no topic yet' : 'Choose a topic' }, ...(topics.data ?? []).map(({ name }) => ({ value: name, label: name }))];
  const noSchema = hasSchema ? undefined : `No schema ${draft.topic}-value is registered: a query needs one to decode the topic.`;
  return (
    <>
      <div className="columns-two">
        <NativeSelect label="Topic" data={choices} value={draft.topic} onChange={(event) => set({ topic: event.currentTarget.value, timeColumn: '' })} error={errors.topic ?? noSchema} />
        <NativeSelect
          label="Begin with" value={draft.start} onChange={(event) => set({ start: event.currentTarget.value })}
          data={[{ value: 'earliest', label: 'The oldest record that is kept' }, { value: 'latest', label: 'What comes after the start' }]}
        />
      </div>
      {topics.error && <Problem error={topics.error} onRetry={() => void topics.refetch()} />}
    </>
  );
}
