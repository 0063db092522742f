import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { CodeInput } from '../../frame/CodeInput';
import { makePasskey } from '../../frame/passkey';
import { fieldError, FormError } from '../../ui/FormError';
import { agentInWords } from './agent';
import { NAME_MAX } from './RenamePasskey';

const FIELDS = ['name', 'password', 'code'];

interface AddPasskeyProps {
  onClose: () => void;
  onDone: () => void;
}

/** Asks for all by which the user signs in, and then the device for a passkey. */
export function AddPasskey({ onClose, onDone }: AddPasskeyProps) {
  const factor = useQuery({ queryKey: keys.secondFactor, queryFn: () => body(api.GET('/api/v1/me/second-factor')) });
  const form = useForm({ initialValues: { name: agentInWords(navigator.userAgent).slice(0, NAME_MAX), password: '', code: '' } });
  const add = useMutation({
    mutationFn: async ({ name, password, code }: typeof form.values) =>
      makePasskey(await body(api.POST('/api/v1/me/passkeys/wishes', { body: { origin: window.location.origin, password, code } })), name),
    onSuccess: onDone,
  });
  return (
    <Modal opened onClose={onClose} title="Add passkey">
      <form onSubmit={form.onSubmit((values) => add.mutate(values))}>
        <Stack gap="sm">
          <p className="muted">A passkey signs in alone, so this takes what signs you in now. The browser asks for the device then.</p>
          <TextInput label="Name" description="By which you will know it." required autoComplete="off" maxLength={NAME_MAX} {...form.getInputProps('name')} error={fieldError(add.error, 'name')} />
          <PasswordInput label="Password" autoComplete="current-password" required data-autofocus {...form.getInputProps('password')} error={fieldError(add.error, 'password')} />
          {factor.data?.isOn && <CodeInput {...form.getInputProps('code')} error={fieldError(add.error, 'code')} />}
          <FormError error={add.error} fields={FIELDS} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={add.isPending || factor.isPending}>Continue</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
