import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, body, type Shape } from '../../api/client';
import { EntryCard } from '../../frame/EntryCard';
import { NewPassword, newPasswordRules } from '../../frame/NewPassword';
import { fieldError, FormError } from '../../ui/FormError';
import { TextLink } from '../../ui/TextLink';
import { useMailedToken } from './mailedToken';

/** Where the link of a registration leads: a name and a password. */
export function ConfirmPage() {
  const token = useMailedToken();
  const form = useForm({ initialValues: { name: '', passwordNext: '', again: '' }, validate: newPasswordRules });
  const confirm = useMutation({
    mutationFn: ({ name, passwordNext }: typeof form.values) =>
      body(api.POST('/api/v1/registrations/confirmation', { body: { token, name: name.trim(), password: passwordNext } })),
  });
  if (confirm.data) return <Made account={confirm.data} />;
  return (
    <EntryCard title="Your account">
      <form onSubmit={form.onSubmit((values) => confirm.mutate(values))}>
        <Stack gap="sm">
          <TextInput
            label="Name" description="By which others see you: small letters, digits and _." name="username" autoComplete="username" autoCapitalize="none" spellCheck={false}
            required autoFocus {...form.getInputProps('name')} error={fieldError(confirm.error, 'name')}
          />
          <NewPassword inputs={(field) => form.getInputProps(field)} error={fieldError(confirm.error, 'password')} />
          <FormError error={confirm.error} fields={['name', 'password']} />
          <Button type="submit" fullWidth loading={confirm.isPending}>Make account</Button>
        </Stack>
      </form>
      <p className="muted"><TextLink to="/register">Ask for another link</TextLink></p>
    </EntryCard>
  );
}

function Made({ account }: { account: Shape<'RegisteredAccountView'> }) {
  if (!account.isPending) {
    return (
      <EntryCard title="Your account is made">
        <p role="status">Its name is <strong>{account.name}</strong>.</p>
        <p><TextLink to="/login">Sign in</TextLink></p>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Waiting for approval">
      <p role="status">An administrator has to approve <strong>{account.name}</strong>. A mail to {account.email} will say when you can sign in.</p>
    </EntryCard>
  );
}
