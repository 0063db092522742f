import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { useProject } from '../../frame/project';
import { FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { type MemberRole, useMembersChanged } from './member';
import { namesOf } from './names';

/** Lets users of the platform in, one or many. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const { name } = useProject();
  const [users, setUsers] = useState('');
  const [role, setRole] = useState<MemberRole>('DATA_SCIENTIST');
  const [refused, setRefused] = useState<Shape<'MemberAdditionView'>[]>([]);
  const changed = useMembersChanged(name);
  const add = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/member-additions', {
      params: { path: { project: name } }, body: { members: namesOf(users).map((user) => ({ user, role })) },
    })),
    onSuccess: async ({ items }) => {
      const added = items.filter((item) => item.member !== null).map((item) => item.user);
      const left = items.filter((item) => item.member === null);
      setRefused(left);
      setUsers(left.map((item) => item.user).join(' '));
      if (left.length === 0) onClose();
      await changed();
      if (added.length > 0) said(`${added.join(', ')} ${added.length === 1 ? 'is a member' : 'are members'} now.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Add members">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Textarea
            label="Users" description="The names under which they sign in, up to 50, apart by spaces or commas. They are members at once, and may leave."
            required data-autofocus autosize minRows={1} maxRows={8} autoComplete="off" spellCheck={false} value={users} onChange={(event) => setUsers(event.currentTarget.value)}
            error={refused.length > 0 && <>{refused.map((item) => <Text key={item.user} span inherit display="block">{item.reason}</Text>)}</>}
          />
          <Radio.Group label="Role" value={role} onChange={(value) => setRole(value === 'DATA_OWNER' ? 'DATA_OWNER' : 'DATA_SCIENTIST')}>
            <Stack gap={6} mt={4}>
              <Radio value="DATA_SCIENTIST" label="Data scientist" description="Works with the data; takes nothing out" />
              <Radio value="DATA_OWNER" label="Data owner" description="May do everything here, and take data out" />
            </Stack>
          </Radio.Group>
          <FormError error={add.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" disabled={namesOf(users).length === 0} loading={add.isPending}>Add members</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
