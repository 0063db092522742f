import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { CopyBox } from '../../ui/CopyBox';
import { fieldError, FormError } from '../../ui/FormError';

/** Makes a user, and shows the one-time password the only time that it can be seen. */
export function NewUser({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [isAdministrator, setAdministrator] = useState(false);
  const create = useMutation({
    mutationFn: () => body(api.POST('/api/v1/users', { body: { name, isAdministrator } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.users }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  if (create.data) return <Shown made={create.data} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title="New user">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Name" description="Lower case letters and digits. It cannot be changed later." required data-autofocus
            autoComplete="off" spellCheck={false} value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldError(create.error, 'name')}
          />
          <Checkbox
            label="Administrator" description="Makes users and sets quotas; sees no data of projects"
            checked={isAdministrator} onChange={(event) => setAdministrator(event.currentTarget.checked)}
          />
          <FormError error={create.error} fields={['name']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={create.isPending}>Create user</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Shown({ made, onClose }: { made: Shape<'NewUserView'>; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`${made.user.name} is made`} closeOnClickOutside={false}>
      <Stack gap="sm">
        <p>Hand this password over: it holds for the first sign-in and is not shown again. The user then chooses another.</p>
        <CopyBox text={made.oneTimePassword} label="One-time password" />
        <Group justify="flex-end"><Button onClick={onClose}>I have kept it</Button></Group>
      </Stack>
    </Modal>
  );
}
