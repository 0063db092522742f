import { Button, Checkbox, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { FormError } from '../../ui/FormError';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import type { ListedDataset } from './ListedDatasets';
import { OwnProject } from './OwnProject';

const NOTE_MAX = 500;

/** Asks the owners of a listed dataset to lend it to a project. */
export function AskForDataset({ dataset, onClose }: { dataset: ListedDataset; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Ask for ${visible(dataset.name)}`}>
      <OwnProject of={dataset.name} doing="data owners ask for datasets">
        {(projects) => <AskForm dataset={dataset.name} projects={projects} onClose={onClose} />}
      </OwnProject>
    </Modal>
  );
}

function AskForm({ dataset, projects, onClose }: { dataset: string; projects: readonly string[]; onClose: () => void }) {
  const [project, setProject] = useState(projects[0] ?? '');
  const [mayWrite, setMayWrite] = useState(false);
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/borrowing-requests', {
      params: { path: { project } }, body: { dataset, rights: mayWrite ? 'READ_WRITE' : 'READ', note: note.trim().replace(/\s+/g, ' ') },
    })),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: keys.project(project) });
      said(`The owners of ${visible(dataset)} see that ${project} asks for it.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NativeSelect label="Project" description="One that you own. Once its owners lend the dataset, the project reads it where it is." data={[...projects]} value={project} onChange={(event) => setProject(event.currentTarget.value)} data-autofocus />
        <Checkbox label="For writing to it too" checked={mayWrite} onChange={(event) => setMayWrite(event.currentTarget.checked)} />
        <Textarea label="Note" description="For its owners: what you need it for. May be left empty." maxLength={NOTE_MAX} autosize minRows={2} maxRows={6} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <FormError error={ask.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={ask.isPending}>Ask</Button>
        </Group>
      </Stack>
    </form>
  );
}
