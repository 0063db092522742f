import { PasswordInput } from '@mantine/core';

const LENGTH_MIN = 12;

/** A password that is to be set, typed twice. */
export interface NewPasswordValues {
  passwordNext: string;
  again: string;
}

/** What can be said of it before the server looks, which knows common ones. */
export const newPasswordRules = {
  passwordNext: (value: string) => (value.length < LENGTH_MIN ? `At least ${LENGTH_MIN} characters: a few words do well.` : null),
  again: (value: string, all: NewPasswordValues) => (value === all.passwordNext ? null : 'Not the same as above.'),
};

interface NewPasswordProps {
  inputs: (field: keyof NewPasswordValues) => object;
  error: string | undefined;
}

/** The two fields of it. */
export function NewPassword({ inputs, error }: NewPasswordProps) {
  return (
    <>
      <PasswordInput label="New password" autoComplete="new-password" required {...inputs('passwordNext')} {...(error ? { error } : {})} />
      <PasswordInput label="New password, again" autoComplete="new-password" required {...inputs('again')} />
    </>
  );
}
