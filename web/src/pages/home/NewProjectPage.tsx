import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useMe } from '../../frame/session';
import { fieldError, FormError } from '../../ui/FormError';
import { Page } from '../../ui/Page';
import { tourOf } from '../../tours/demo';
import { useOpenTour } from '../../tours/open';
import { namesOf } from '../members/names';

const NAME_RULE = '1 to 40 lower case letters, digits and single underscores between them. It cannot be changed later.';
const NAME = /^(?=.{1,40}$)[a-z0-9]+(_[a-z0-9]+)*$/;

const wishes = (names: string, role: 'DATA_OWNER' | 'DATA_SCIENTIST') => namesOf(names).map((user) => ({ user, role }));

/** Makes a project; whoever makes it is its first data owner. */
export function NewProjectPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { user } = useMe();
  const [open] = useOpenTour(user);
  const form = useForm({
    initialValues: { name: '', description: '', owners: '', scientists: '' },
    validate: { name: (value) => (NAME.test(value) ? null : NAME_RULE) },
  });
  const create = useMutation({
    mutationFn: ({ name, description, owners, scientists }: typeof form.values) => body(api.POST('/api/v1/projects', {
      body: { name, description, tour: tourOf(open, user, name) ?? null, members: [...wishes(owners, 'DATA_OWNER'), ...wishes(scientists, 'DATA_SCIENTIST')] },
    })),
    onSuccess: async (project) => {
      await queries.invalidateQueries({ queryKey: keys.projects });
      await navigate({ to: '/p/$project', params: { project: project.name }, search: {} });
    },
  });
  const name = form.getInputProps('name');
  return (
    <Page title="New project">
      <form className="form" onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack gap="md">
          <TextInput label="Name" description={NAME_RULE} required autoFocus spellCheck={false} autoComplete="off" {...name} error={name.error ?? fieldError(create.error, 'name')} />
          <Textarea label="Description" description="What the project is for. Members see it on their list." autosize minRows={3} maxRows={10} {...form.getInputProps('description')} error={fieldError(create.error, 'description')} />
          <TextInput label="Data owners" description="Members besides you who may do everything, and take data out: user names, apart by spaces." autoComplete="off" spellCheck={false} {...form.getInputProps('owners')} />
          <TextInput label="Data scientists" description="Members who work with the data and take nothing out." autoComplete="off" spellCheck={false} {...form.getInputProps('scientists')} />
          {tourOf(open, user, form.values.name) !== undefined && <p className="muted">A demo project of the tour: it costs nothing, has small quotas, and is deleted after some days unless you keep it.</p>}
          <FormError error={create.error} fields={['name', 'description']} />
          <Group gap="xs">
            <Button type="submit" data-tour="project.create" loading={create.isPending}>Create project</Button>
            <Button variant="default" onClick={() => void navigate({ to: '/', search: {} })}>Cancel</Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
