import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldError, FormError } from '../../ui/FormError';

interface EmailFormProps {
  verb: string;
  /** Said once the server has the address; the same whoever has it. */
  sent: string;
  send: (email: string) => Promise<unknown>;
}

/** Takes an address and has a link mailed to it. */
export function EmailForm({ verb, sent, send }: EmailFormProps) {
  const [email, setEmail] = useState('');
  const sending = useMutation({ mutationFn: () => send(email) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  if (sending.isSuccess) return <p role="status">{sent}</p>;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Address of mail" type="email" name="email" autoComplete="email" required autoFocus maxLength={254}
          value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={fieldError(sending.error, 'email')}
        />
        <FormError error={sending.error} fields={['email']} />
        <Button type="submit" fullWidth loading={sending.isPending}>{verb}</Button>
      </Stack>
    </form>
  );
}
