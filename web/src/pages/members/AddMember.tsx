import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { type MemberRole, useMembersChanged } from './member';

/** Lets a user of the platform in. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const { name } = useProject();
  const [user, setUser] = useState('');
  const [role, setRole] = useState<MemberRole>('DATA_SCIENTIST');
  const changed = useMembersChanged(name);
  const add = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/members', { params: { path: { project: name } }, body: { user: user.trim(), role } })),
    onSuccess: async (member) => {
      onClose();
      await changed();
      said(`${member.user} is a member now.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Add member">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label="User" description="The name under which the user signs in." required data-autofocus autoComplete="off" spellCheck={false} value={user} onChange={(event) => setUser(event.currentTarget.value)} error={fieldError(add.error, 'user')} />
          <Radio.Group label="Role" value={role} onChange={(value) => setRole(value === 'DATA_OWNER' ? 'DATA_OWNER' : 'DATA_SCIENTIST')}>
            <Stack gap={6} mt={4}>
              <Radio value="DATA_SCIENTIST" label="Data scientist" description="Works with the data; takes nothing out" />
              <Radio value="DATA_OWNER" label="Data owner" description="May do everything here, and take data out" />
            </Stack>
          </Radio.Group>
          <FormError error={add.error} fields={['user']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={add.isPending}>Add member</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
