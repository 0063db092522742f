import { Button, Group, NativeSelect, NumberInput, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { asProblem, type Fault } from '../../../api/problem';
import type { AvroType } from '../../../avro/type';
import type { Topic } from '../../../catalogue/catalogue';
import { useProject } from '../../../frame/project';
import { CopyAs } from '../../../ui/CopyAs';
import { CodeEditor } from '../../../ui/editor/CodeEditor';
import { Problem } from '../../../ui/Problem';
import { useSessionState } from '../../../ui/sessionState';
import { Acknowledged } from './Acknowledged';
import { type Draft, placeOf } from './draft';
import { Headers } from './Headers';
import { COPIES_MAX, EMPTY, isWish, type PlainForm, produceCommand, requestText, type Wish } from './record';
import { Templates } from './Templates';
import { useProduce } from './useProduce';
import { jsonFault, type Mode, useValue } from './useValue';
import { ValueField } from './ValueField';
import type { Run } from './written';

const VALUE = '/value';
const OWN_FIELDS = ['/partition', '/headers'];
const PLAIN_FORMS = [{ value: 'JSON', label: 'JSON' }, { value: 'TEXT', label: 'Text' }];
const MODES = [{ value: 'form', label: 'Form' }, { value: 'json', label: 'JSON' }];

interface ProduceFormProps {
  topic: Topic;
  /** Of its values; undefined where it is not known here. */
  type: AvroType | undefined;
  /** Whether no schema says what a value is. */
  isPlain: boolean;
  onClose: () => void;
}

/** Which faults have a field, and what they say there. */
function placed(faults: readonly Fault[], type: AvroType | undefined, draft: Draft | undefined): Map<string, string> {
  const places = faults.flatMap(({ pointer, message }): [string, string][] => {
    if (OWN_FIELDS.includes(pointer)) return [[pointer, message]];
    const place = type && draft && pointer.startsWith(VALUE) ? placeOf(type, draft, pointer.slice(VALUE.length)) : undefined;
    return place === undefined ? [] : [[VALUE + place, message]];
  });
  return new Map(places.reverse());
}

/** A record in the making. What was typed stays when the drawer is closed. */
export function ProduceForm({ topic, type, isPlain, onClose }: ProduceFormProps) {
  const { name: project } = useProject();
  const navigate = useNavigate();
  const [wish, setWish] = useSessionState<Wish>(`produce.${project}.${topic.name}`, EMPTY, isWish);
  const set = (change: Partial<Wish>) => setWish({ ...wish, ...change });
  const value = useValue(type, wish.value, (json) => set({ value: json }));
  const [isTried, setTried] = useState(false);
  const produce = useProduce(topic.name);
  const form = isPlain ? wish.form ?? 'JSON' : undefined;
  const wrongJson = value.mode === 'json' && form !== 'TEXT' ? jsonFault(value.json) : undefined;
  const { form: _, ...rest } = wish;
  const whole: Wish = { ...rest, value: value.json, ...(form === undefined ? {} : { form }) };
  const problem = produce.error === null ? undefined : asProblem(produce.error);
  const faults = placed(problem?.faults ?? [], type, value.mode === 'form' ? value.draft : undefined);
  const hasPlace = problem !== undefined && problem.faults.length > 0 && faults.size > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrongJson === undefined) produce.mutate(whole);
  };
  const show = (run: Run) => {
    onClose();
    void navigate({ to: '.', search: { start: 'offset', at: run.first, partition: String(run.partition) }, replace: true });
  };
  const take = (template: Wish) => {
    setWish(template);
    value.restart(template.value);
    produce.reset();
  };
  const path = `/api/v1/projects/${project}/topics/${encodeURIComponent(topic.name)}/messages`;
  return (
    <form onSubmit={submit} aria-label="Record">
      <Stack gap="md">
        <Group justify="space-between">
          {form === undefined
            ? <SegmentedControl aria-label="How the value is written" data={MODES} value={value.mode} disabled={type === undefined} onChange={(mode) => value.choose(mode as Mode)} />
            : <SegmentedControl aria-label="What the value is" data={PLAIN_FORMS} value={form} onChange={(chosen) => set({ form: chosen as PlainForm })} />}
          <CopyAs command={produceCommand(project, topic.name, whole)} method="POST" path={path} text={wrongJson === undefined ? requestText(whole) : undefined} />
        </Group>
        <Templates topic={topic.name} wish={whole} onTake={take} />
        {isPlain && <p className="muted">No schema is registered as {topic.name}-value: the value is written as it is, and queries cannot read it.</p>}
        {type === undefined && !isPlain && <p className="muted">The schema of this topic makes no form here: the value is written as JSON.</p>}
        {value.isMisfit && <p className="field-error" role="alert">The form has no place for this JSON: it is written as JSON.</p>}
        {value.mode === 'form' && type && value.draft
          ? <ValueField label="" type={type} draft={value.draft} pointer={VALUE} faults={faults} onChange={value.change} />
          : (
            <div>
              {form === 'TEXT'
                ? <Textarea label="Value" autosize minRows={4} maxRows={16} value={value.json} onChange={(event) => value.write(event.currentTarget.value)} classNames={{ input: 'mono' }} />
                : <CodeEditor label="Value" language="json" rows={10} value={value.json} onChange={value.write} />}
              {isTried && wrongJson !== undefined && <p className="field-error" role="alert">{wrongJson}</p>}
            </div>
          )}
        <TextInput label="Key" description="Records of a key go to one partition, in order. Empty: none." value={wish.key} onChange={(event) => set({ key: event.currentTarget.value })} autoComplete="off" spellCheck={false} />
        <Headers headers={wish.headers} fault={faults.get('/headers')} onChange={(headers) => set({ headers })} />
        <Group align="flex-start" gap="md">
          <NativeSelect
            label="Partition" value={wish.partition} onChange={(event) => set({ partition: event.currentTarget.value })} error={faults.get('/partition')}
            data={[{ value: '', label: 'By the key' }, ...Array.from({ length: topic.partitions }, (_, index) => ({ value: String(index), label: `Partition ${index}` }))]}
          />
          <NumberInput label="Copies" min={1} max={COPIES_MAX} clampBehavior="strict" allowDecimal={false} value={wish.copies} onChange={(copies) => set({ copies: Number(copies) || 1 })} w={110} />
        </Group>
        {problem !== undefined && !hasPlace && <Problem error={problem} />}
        <Group gap="xs">
          <Button type="submit" data-tour="topic.produce" loading={produce.isPending}>Produce</Button>
          <Button variant="default" onClick={onClose}>Close</Button>
        </Group>
        {produce.data !== undefined && !produce.isPending && problem === undefined && <Acknowledged written={produce.data} onShow={show} />}
      </Stack>
    </form>
  );
}
