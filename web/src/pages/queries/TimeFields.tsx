import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { topicsQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { type Column, isTime } from '../../schemas/columns';
import type { FieldsProps } from './useQueryForm';

const TRIGGER_CHOICES = [
  { value: 'continuous', label: 'Back to back' },
  { value: 'interval', label: 'At an interval' },
  { value: 'once', label: 'What is there, then stop' },
];
const POLICIES = [
  { value: 'fail', label: 'Fail: stop and name the record' },
  { value: 'drop', label: 'Drop: count and leave out' },
  { value: 'deadLetter', label: 'Dead letter: to another topic' },
];

/** When batches run, what time is, and what becomes of records that do not decode. */
export function TimeFields({ draft, set, errors, fields }: FieldsProps & { fields: readonly Column[] }) {
  const { name: project } = useProject();
  const topics = useQuery({ ...topicsQuery(project), enabled: draft.badRecords === 'deadLetter' }).data ?? [];
  const times = fields.filter(isTime).map((field) => field.name);
  const columns = times.includes(draft.timeColumn) || draft.timeColumn === '' ? times : [...times, draft.timeColumn];
  return (
    <div className="columns-two">
      <NativeSelect label="Batches" data={TRIGGER_CHOICES} value={draft.trigger} onChange={(event) => set({ trigger: event.currentTarget.value })} />
      {draft.trigger === 'interval' && <TextInput label="Every" value={draft.interval} onChange={(event) => set({ interval: event.currentTarget.value })} error={errors.interval} />}
      <NativeSelect
        label="Event time (watermark)" value={draft.timeColumn} onChange={(event) => set({ timeColumn: event.currentTarget.value })}
        data={[{ value: '', label: 'None' }, ...columns.map((name) => ({ value: name, label: name }))]}
      />
      {draft.timeColumn !== '' && <TextInput label="Rows may come late by" value={draft.delay} onChange={(event) => set({ delay: event.currentTarget.value })} error={errors.delay} />}
      <NativeSelect label="Records that do not decode" data={POLICIES} value={draft.badRecords} onChange={(event) => set({ badRecords: event.currentTarget.value })} />
      {draft.badRecords === 'deadLetter' && (
        <NativeSelect
          label="Dead-letter topic" value={draft.deadLetterTopic} onChange={(event) => set({ deadLetterTopic: event.currentTarget.value })} error={errors.deadLetterTopic}
          data={[{ value: '', label: 'Choose a topic' }, ...topics.filter((topic) => topic.name !== draft.topic).map(({ name }) => ({ value: name, label: name }))]}
        />
      )}
    </div>
  );
}
