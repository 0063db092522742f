import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { FormError } from '../../ui/FormError';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { OwnProject } from './OwnProject';
import type { PublicDataset } from './PublicDatasets';

/** Borrows a public dataset for a project: a link, no copy. */
export function JoinDataset({ dataset, onClose }: { dataset: PublicDataset; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Add ${visible(dataset.name)}`}>
      <OwnProject of={dataset.name} doing="data owners add datasets">
        {(projects) => <Choice dataset={dataset.name} projects={projects} onClose={onClose} />}
      </OwnProject>
    </Modal>
  );
}

function Choice({ dataset, projects, onClose }: { dataset: string; projects: readonly string[]; onClose: () => void }) {
  const [project, setProject] = useState(projects[0] ?? '');
  const queries = useQueryClient();
  const join = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/borrowings', { params: { path: { project } }, body: { dataset } })),
    onSuccess: async (share) => {
      onClose();
      await queries.invalidateQueries({ queryKey: keys.project(project) });
      said(`${share.borrowedName} can be read in ${project} now.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NativeSelect label="Project" description="One that you own. It reads the dataset where it is; nothing is copied." data={[...projects]} value={project} onChange={(event) => setProject(event.currentTarget.value)} data-autofocus />
        <FormError error={join.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={join.isPending}>Add dataset</Button>
        </Group>
      </Stack>
    </form>
  );
}
