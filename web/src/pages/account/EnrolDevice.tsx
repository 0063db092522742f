import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { CodeInput } from '../../frame/CodeInput';
import { useHasPassword } from '../../frame/session';
import { CopyBox } from '../../ui/CopyBox';
import { fieldError, FormError } from '../../ui/FormError';
import { RecoveryCodes } from './RecoveryCodes';

interface EnrolDeviceProps {
  onClose: () => void;
  onDone: () => void;
}

/** In three steps: the password, the device and a code of it, the recovery codes. */
export function EnrolDevice({ onClose, onDone }: EnrolDeviceProps) {
  const [secret, setSecret] = useState<Shape<'DeviceSecretView'>>();
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) return <RecoveryCodes codes={codes} onClose={onDone} />;
  return (
    <Modal opened onClose={onClose} title="Set up a device" closeOnClickOutside={false}>
      {secret ? <ShowCode secret={secret} onShown={setCodes} onClose={onClose} /> : <ProvePassword onProven={setSecret} onClose={onClose} />}
    </Modal>
  );
}

function ProvePassword({ onProven, onClose }: { onProven: (secret: Shape<'DeviceSecretView'>) => void; onClose: () => void }) {
  const hasPassword = useHasPassword();
  const [password, setPassword] = useState('');
  const begin = useMutation({ mutationFn: () => body(api.POST('/api/v1/me/second-factor', { body: { password } })), onSuccess: onProven });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {hasPassword ? (
          <PasswordInput
            label="Password" autoComplete="current-password" required data-autofocus
            value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={fieldError(begin.error, 'password')}
          />
        ) : <p>A code of the device is asked for when you sign in, unless more than one factor was shown where you sign in.</p>}
        <FormError error={begin.error} fields={['password']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={begin.isPending}>Continue</Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ShowCodeProps {
  secret: Shape<'DeviceSecretView'>;
  onShown: (codes: readonly string[]) => void;
  onClose: () => void;
}

function ShowCode({ secret, onShown, onClose }: ShowCodeProps) {
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => body(api.PUT('/api/v1/me/second-factor', { body: { code } })),
    onSuccess: ({ recoveryCodes }) => onShown(recoveryCodes),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <p>Scan this with an authenticator, or enter the secret below it there.</p>
        <img className="qr" src={secret.qrCode} alt="QR code of the secret" />
        <CopyBox text={secret.secret} label="Secret" />
        <CodeInput
          label="Code that it shows" description="Six digits." data-autofocus inputMode="numeric" value={code}
          onChange={(event) => setCode(event.currentTarget.value)} error={fieldError(confirm.error, 'code')}
        />
        <FormError error={confirm.error} fields={['code']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={confirm.isPending}>Turn on</Button>
        </Group>
      </Stack>
    </form>
  );
}
