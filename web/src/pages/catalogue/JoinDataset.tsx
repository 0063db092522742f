import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { FormError } from '../../ui/FormError';
import { Loading } from '../../ui/Loading';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import type { PublicDataset } from './CataloguePage';

const PROJECTS_MAX = 1000;

/** Borrows a public dataset for a project: a link, no copy. */
export function JoinDataset({ dataset, onClose }: { dataset: PublicDataset; onClose: () => void }) {
  const owned = useQuery({
    queryKey: [...keys.projects, 'owned'],
    queryFn: () => body(api.GET('/api/v1/projects', { params: { query: { limit: PROJECTS_MAX } } })),
    select: (page) => page.items.filter((project) => project.role === 'DATA_OWNER').map((project) => project.name),
  });
  // Its own project has it already.
  const projects = owned.data?.filter((project) => project !== dataset.name.split('::')[0]);
  return (
    <Modal opened onClose={onClose} title={`Add ${visible(dataset.name)}`}>
      {owned.isPending && <Loading rows={2} />}
      {owned.error && <Problem error={owned.error} onRetry={() => void owned.refetch()} />}
      {projects?.length === 0 && <p>You own no other project; data owners add datasets. <TextLink to="/projects/new" search={{}}>New project</TextLink></p>}
      {projects && projects.length > 0 && <Choice dataset={dataset.name} projects={projects} onClose={onClose} />}
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
