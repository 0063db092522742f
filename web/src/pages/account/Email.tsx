import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { useMe } from '../../frame/session';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { Section } from '../../ui/Page';

/** The address by which a forgotten password is recovered. */
export function Email() {
  const me = useMe();
  const form = useForm({ initialValues: { email: '', password: '' } });
  const change = useMutation({
    mutationFn: (values: typeof form.values) => body(api.PUT('/api/v1/me/email', { body: values })),
    onSuccess: () => {
      form.reset();
      said('A mail with a link is on its way to the new address.');
    },
  });
  return (
    <Section title="Address of mail">
      <p className="muted">{me.email ? <>Mails go to <strong>{me.email}</strong>.</> : 'You have none: a forgotten password cannot be recovered.'}</p>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack gap="sm">
          <TextInput label="New address" type="email" autoComplete="email" required maxLength={254} {...form.getInputProps('email')} error={fieldError(change.error, 'email')} />
          {me.hasPassword && <PasswordInput label="Password" autoComplete="current-password" required {...form.getInputProps('password')} error={fieldError(change.error, 'password')} />}
          <FormError error={change.error} fields={['email', 'password']} />
          <div><Button type="submit" variant="default" loading={change.isPending}>Send link</Button></div>
        </Stack>
      </form>
    </Section>
  );
}
