import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { fieldError, FormError } from '../../ui/FormError';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { endOf, type ShareRequest, useSharesChanged } from './share';

/** Lends what another project asks for, with rights and an end. */
export function GrantRequest({ request, onClose }: { request: ShareRequest; onClose: () => void }) {
  const { name: project } = useProject();
  const changed = useSharesChanged(project);
  const [rights, setRights] = useState(request.rights);
  const [lastDay, setLastDay] = useState('');
  const grant = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/share-requests/{request}/accept', {
      params: { path: { project, request: request.id } }, body: { rights, expires: lastDay === '' ? null : endOf(lastDay) },
    })),
    onSuccess: async (share) => {
      onClose();
      await changed();
      said(`${share.borrower} can use ${share.name} now.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    grant.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Lend ${visible(request.name)} to ${visible(request.borrower)}`}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {request.note !== '' && <Text size="sm">{request.askedBy} says: <bdi className="break">{visible(request.note)}</bdi></Text>}
          {request.rights === 'READ_WRITE' && (
            <Radio.Group label="Rights" value={rights} onChange={(value) => setRights(value === 'READ_WRITE' ? 'READ_WRITE' : 'READ')} error={fieldError(grant.error, 'rights')}>
              <Stack gap={6} mt={4}>
                <Radio value="READ" label="Read" description="Queries and SQL there read it; nothing is taken out of the platform" />
                <Radio value="READ_WRITE" label="Read and write" description="They write to it too, on the quota of this project" />
              </Stack>
            </Radio.Group>
          )}
          <TextInput type="date" label="Last day" description="Empty: it ends when it is taken back." value={lastDay} onChange={(event) => setLastDay(event.currentTarget.value)} error={fieldError(grant.error, 'expires')} w={200} />
          <Text size="sm">All members of <strong>{visible(request.borrower)}</strong> can use it at once. It stays where it is, and can be taken back at any time.</Text>
          <FormError error={grant.error} fields={['rights', 'expires']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={grant.isPending}>Lend dataset</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
