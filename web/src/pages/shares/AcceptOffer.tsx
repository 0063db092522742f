import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { type Share, useSharesChanged } from './share';
import { ShareFacts } from './ShareFacts';

/** Accepts an offer, with all of it in sight. */
export function AcceptOffer({ share, onClose }: { share: Share; onClose: () => void }) {
  const { name } = useProject();
  const changed = useSharesChanged(name);
  const accept = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/share-offers/{share}/accept', { params: { path: { project: name, share: share.id } } })),
    onSuccess: async (accepted) => {
      onClose();
      await changed();
      said(`${accepted.borrowedName} can be used now.`);
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Accept ${share.borrowedName}`}>
      <Stack gap="md">
        <ShareFacts share={share} />
        <Text size="sm">All members of <strong>{name}</strong> can use it then. It stays where it is, and its owner can take it back at any time.</Text>
        <FormError error={accept.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button loading={accept.isPending} onClick={() => accept.mutate()} data-autofocus>Accept offer</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
