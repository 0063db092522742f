import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Shape } from '../../api/client';
import { CodeInput } from '../../frame/CodeInput';
import { useHasPassword } from '../../frame/session';
import { fieldError, FormError } from '../../ui/FormError';

interface BothFactorsProps<T> {
  title: string;
  verb: string;
  children: ReactNode;
  run: (proofs: Shape<'BothProofs'>) => Promise<T>;
  onDone: (answer: T) => void;
  onClose: () => void;
}

/** Asks for the password and a code before something about them changes. */
export function BothFactors<T>({ title, verb, children, run, onDone, onClose }: BothFactorsProps<T>) {
  const hasPassword = useHasPassword();
  const form = useForm({ initialValues: { password: '', code: '' } });
  const action = useMutation({ mutationFn: run, onSuccess: onDone });
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={form.onSubmit((values) => action.mutate(values))}>
        <Stack gap="sm">
          <Text component="div" size="sm">{children}</Text>
          {hasPassword && (
            <PasswordInput
              label="Password" autoComplete="current-password" required data-autofocus
              {...form.getInputProps('password')} error={fieldError(action.error, 'password')}
            />
          )}
          <CodeInput {...form.getInputProps('code')} error={fieldError(action.error, 'code')} />
          <FormError error={action.error} fields={['password', 'code']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={action.isPending}>{verb}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
