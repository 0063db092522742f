import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { fieldError, FormError } from '../../ui/FormError';

/** As long as the server takes. */
export const NAME_MAX = 60;

interface RenamePasskeyProps {
  passkey: Shape<'PasskeyView'>;
  onClose: () => void;
  onDone: () => void;
}

export function RenamePasskey({ passkey, onClose, onDone }: RenamePasskeyProps) {
  const [name, setName] = useState(passkey.name);
  const rename = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/me/passkeys/{passkey}', { params: { path: { passkey: passkey.id } }, body: { name } })),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Rename passkey">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name" required data-autofocus autoComplete="off" maxLength={NAME_MAX}
            value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldError(rename.error, 'name')}
          />
          <FormError error={rename.error} fields={['name']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={rename.isPending}>Rename</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
