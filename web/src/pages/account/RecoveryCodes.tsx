import { Button, Group, Modal, Stack } from '@mantine/core';
import { CopyBox } from '../../ui/CopyBox';

/** Codes for the day on which the device is gone; the only time that they can be seen. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Your recovery codes" closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false}>
      <Stack gap="sm">
        <p>Each of these signs you in once without the device. They are not shown again: keep them where the device is not.</p>
        <CopyBox text={codes.join('\n')} label="Recovery codes" />
        <Group justify="flex-end"><Button onClick={onClose}>I have kept them</Button></Group>
      </Stack>
    </Modal>
  );
}
