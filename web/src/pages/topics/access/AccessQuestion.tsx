import { Button, Group, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../../api/client';
import { useProject } from '../../../frame/project';
import { CopyAs } from '../../../ui/CopyAs';
import { Problem } from '../../../ui/Problem';
import { State } from '../../../ui/State';
import { choicesOf, type Deed, GRANTS, type Holder, OPERATIONS, questionCommand, questionOf } from './access';

/** Asks whether somebody may do something; the answer is that of the function that decides it. */
export function AccessQuestion({ topic, holders }: { topic: string; holders: readonly Holder[] }) {
  const { name: project } = useProject();
  const choices = choicesOf(holders);
  const [who, setWho] = useState(choices[0]?.value ?? '');
  const [deed, setDeed] = useState<Deed>('READ');
  const ask = useMutation({
    mutationFn: () => body(api.GET('/api/v1/projects/{project}/topics/{topic}/access/check', { params: { path: { project, topic }, query: questionOf(who, deed) } })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const { inQuery, ...named } = questionOf(who, deed);
  const query = new URLSearchParams({ ...named, inQuery: String(inQuery) });
  const [kind, label] = GRANTS[ask.data?.grant ?? 'HIDE'];
  return (
    <form onSubmit={submit} aria-label="Question about access">
      <Group gap="xs" align="flex-end">
        <NativeSelect label="Can" data={choices} value={who} onChange={(event) => { setWho(event.currentTarget.value); ask.reset(); }} />
        <NativeSelect
          label="do this" data={OPERATIONS.map((one) => ({ value: one.value, label: one.label }))} value={deed}
          onChange={(event) => { setDeed(event.currentTarget.value as Deed); ask.reset(); }}
        />
        <Button type="submit" loading={ask.isPending}>Ask</Button>
        <CopyAs command={questionCommand(project, topic, who, deed)} path={`/api/v1/projects/${project}/topics/${encodeURIComponent(topic)}/access/check?${query.toString()}`} />
      </Group>
      {ask.error && <Problem error={ask.error} />}
      {ask.data && <p role="status" aria-label="Answer" className="access-answer"><State kind={kind} label={label} raw={ask.data.grant} /> <span className="break">{ask.data.sentence}</span></p>}
    </form>
  );
}
