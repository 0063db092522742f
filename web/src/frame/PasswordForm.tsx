import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { keys } from '../api/keys';
import { fieldError, FormError } from '../ui/FormError';
import { NewPassword, newPasswordRules } from './NewPassword';
import { useHasPassword } from './session';

interface PasswordFormProps {
  verb: string;
  nowLabel: string;
  onDone: () => void;
}

/** Changes one's own password; the server refuses common ones too. */
export function PasswordForm({ verb, nowLabel, onDone }: PasswordFormProps) {
  const queries = useQueryClient();
  const hasPassword = useHasPassword();
  const form = useForm({ initialValues: { passwordNow: '', passwordNext: '', again: '' }, validate: newPasswordRules });
  const change = useMutation({
    mutationFn: ({ passwordNow, passwordNext }: typeof form.values) => body(api.PUT('/api/v1/me/password', { body: { passwordNow, passwordNext } })),
    onSuccess: () => {
      form.reset();
      if (!hasPassword) void queries.invalidateQueries({ queryKey: keys.me });
      onDone();
    },
  });
  const isOfPresent = change.error !== null && fieldError(change.error, 'password') === 'The present password is not right.';
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        {hasPassword && (
          <PasswordInput
            label={nowLabel} autoComplete="current-password" required {...form.getInputProps('passwordNow')}
            {...(isOfPresent ? { error: fieldError(change.error, 'password') } : {})}
          />
        )}
        <NewPassword inputs={(field) => form.getInputProps(field)} error={isOfPresent ? undefined : fieldError(change.error, 'password')} />
        <FormError error={change.error} fields={['password']} />
        <div><Button type="submit" loading={change.isPending}>{verb}</Button></div>
      </Stack>
    </form>
  );
}
