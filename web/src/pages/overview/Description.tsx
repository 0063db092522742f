import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { FormError } from '../../ui/FormError';
import { Section } from '../../ui/Page';

/** What the project is for, in the words of its owners. */
export function Description() {
  const { project, ownersOnly } = useProject();
  const [isEditing, setEditing] = useState(false);
  const edit = !isEditing && <Deniable variant="subtle" size="compact-sm" denied={ownersOnly('edit the description')} onClick={() => setEditing(true)}>Edit</Deniable>;
  return (
    <Section title="Description" actions={edit}>
      {isEditing ? <Editor onClose={() => setEditing(false)} /> : <p className="prose">{project.description || <span className="muted">Nothing has been said about this project yet.</span>}</p>}
    </Section>
  );
}

function Editor({ onClose }: { onClose: () => void }) {
  const { name, project, tag } = useProject();
  const [text, setText] = useState(project.description);
  // The tag is that of the text the edit began from: what somebody else saved meanwhile is not overwritten.
  const [tagRead] = useState(tag);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => body(api.PATCH('/api/v1/projects/{project}', { params: { path: { project: name }, header: { 'If-Match': tagRead } }, body: { description: text } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.project(name), exact: true });
      await queries.invalidateQueries({ queryKey: keys.projects });
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
        <Textarea aria-label="Description" autosize minRows={4} maxRows={16} value={text} onChange={(event) => setText(event.currentTarget.value)} autoFocus />
        <FormError error={save.error} />
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>Save description</Button>
          <Button variant="default" onClick={onClose}>Cancel</Button>
        </Group>
      </Stack>
    </form>
  );
}
