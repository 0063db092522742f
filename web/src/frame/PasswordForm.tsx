import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { FormError } from '../ui/FormError';

const LENGTH_MIN = 12;
const SHOW = { 'aria-label': 'Show the password', tabIndex: 0 };

interface PasswordFormProps {
  verb: string;
  nowLabel: string;
  onDone: () => void;
}

/** Changes one's own password; the server refuses common ones too. */
export function PasswordForm({ verb, nowLabel, onDone }: PasswordFormProps) {
  const form = useForm({
    initialValues: { passwordNow: '', passwordNext: '', again: '' },
    validate: {
      passwordNext: (value) => (value.length < LENGTH_MIN ? `At least ${LENGTH_MIN} characters: a few words do well.` : null),
      again: (value, all) => (value === all.passwordNext ? null : 'Not the same as above.'),
    },
  });
  const change = useMutation({
    mutationFn: ({ passwordNow, passwordNext }: typeof form.values) => body(api.PUT('/api/v1/me/password', { body: { passwordNow, passwordNext } })),
    onSuccess: () => {
      form.reset();
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        <PasswordInput label={nowLabel} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={SHOW} {...form.getInputProps('passwordNow')} />
        <PasswordInput label="New password" autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={SHOW} {...form.getInputProps('passwordNext')} />
        <PasswordInput label="New password, again" autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={SHOW} {...form.getInputProps('again')} />
        <FormError error={change.error} />
        <div><Button type="submit" loading={change.isPending}>{verb}</Button></div>
      </Stack>
    </form>
  );
}
