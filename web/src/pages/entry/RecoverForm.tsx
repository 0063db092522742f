import { Button, Checkbox, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { needsCode } from '../../api/problem';
import { CodeInput } from '../../frame/CodeInput';
import { NewPassword, newPasswordRules } from '../../frame/NewPassword';
import { fieldError, FormError } from '../../ui/FormError';
import { TextLink } from '../../ui/TextLink';

/** Sets another password, with a code of who has a second factor. */
export function RecoverForm({ token }: { token: string }) {
  const [isCodeAsked, setCodeAsked] = useState(false);
  const form = useForm({ initialValues: { passwordNext: '', again: '', code: '', endsTokens: false }, validate: newPasswordRules });
  const complete = useMutation({
    mutationFn: ({ passwordNext, code, endsTokens }: typeof form.values) =>
      body(api.POST('/api/v1/recoveries/completion', { body: { token, password: passwordNext, endsTokens, code: isCodeAsked ? code : null } })),
    onError: (error) => needsCode(error) && setCodeAsked(true),
  });
  if (complete.isSuccess) {
    return (
      <>
        <p role="status">The password is changed, and all sessions have ended.</p>
        <p><TextLink to="/login">Sign in</TextLink></p>
      </>
    );
  }
  return (
    <>
      <form onSubmit={form.onSubmit((values) => complete.mutate(values))}>
        <Stack gap="sm">
          <NewPassword inputs={(field) => form.getInputProps(field)} error={fieldError(complete.error, 'password')} />
          <Checkbox
            label="End my API tokens too" description="If somebody else was in the account. Programs that use them stop."
            {...form.getInputProps('endsTokens', { type: 'checkbox' })}
          />
          {isCodeAsked && <CodeInput autoFocus {...form.getInputProps('code')} error={fieldError(complete.error, 'code')} />}
          {!needsCode(complete.error) && <FormError error={complete.error} fields={isCodeAsked ? ['password', 'code'] : ['password']} />}
          <Button type="submit" fullWidth loading={complete.isPending}>Set password</Button>
        </Stack>
      </form>
      <p className="muted"><a href="/recover">Ask for another link</a></p>
    </>
  );
}
