import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Problem } from '../ui/Problem';
import type { Search } from '../ui/urlState';
import { EntryCard } from './EntryCard';
import { returnAddress, signIn } from './session';

/** Sign in, and go back to where one was. */
export function LoginPage() {
  const { next }: Search = useSearch({ strict: false });
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const queries = useQueryClient();
  const router = useRouter();
  const attempt = useMutation({
    mutationFn: () => signIn(queries, user.trim(), password),
    onSuccess: () => router.history.push(returnAddress(next)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <EntryCard title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="User" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required withAsterisk={false} autoFocus value={user} onChange={(event) => setUser(event.currentTarget.value)} />
          <PasswordInput
            label="Password" name="password" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
          />
          {attempt.isError && <Problem error={attempt.error} />}
          <Button type="submit" fullWidth loading={attempt.isPending}>Sign in</Button>
        </Stack>
      </form>
      <p className="muted">No account, or the password is gone? An administrator makes accounts and new passwords.</p>
    </EntryCard>
  );
}
