import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, tagged } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { FormError } from '../../ui/FormError';
import { Markdown } from '../../ui/Markdown';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';

/** What members should know of the project, in Markdown. */
export function Readme() {
  const { name, ownersOnly } = useProject();
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: keys.part(name, 'readme'),
    queryFn: () => tagged(api.GET('/api/v1/projects/{project}/readme', { params: { path: { project: name } } })),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  const edit = !isEditing && <Deniable variant="subtle" size="compact-sm" denied={ownersOnly('edit the README')} onClick={() => setEditing(true)} aria-label="Edit the README">Edit</Deniable>;
  return (
    <Section title="README" actions={data && edit}>
      {data && (isEditing
        ? <Editor text={data.value.text} tag={data.tag} onClose={() => setEditing(false)} />
        : data.value.text === '' ? <p className="muted">Nobody has written one yet: what is here, where it comes from, whom to ask.</p> : <Markdown text={data.value.text} />)}
    </Section>
  );
}

function Editor({ text, tag, onClose }: { text: string; tag: string; onClose: () => void }) {
  const { name } = useProject();
  const [written, setWritten] = useState(text);
  // The tag is that of the text the edit began from: what somebody else saved meanwhile is not overwritten.
  const [tagRead] = useState(tag);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/projects/{project}/readme', { params: { path: { project: name }, header: { 'If-Match': tagRead } }, body: { text: written } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.part(name, 'readme') });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea aria-label="README, in Markdown" autosize minRows={8} maxRows={24} value={written} onChange={(event) => setWritten(event.currentTarget.value)} autoFocus />
        <FormError error={save.error} />
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>Save README</Button>
          <Button variant="default" onClick={onClose}>Cancel</Button>
        </Group>
      </Stack>
    </form>
  );
}
