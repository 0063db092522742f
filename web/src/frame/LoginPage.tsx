import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { asProblem, needsCode } from '../api/problem';
import { Problem } from '../ui/Problem';
import { TextLink } from '../ui/TextLink';
import type { Search } from '../ui/urlState';
import { CodeInput } from './CodeInput';
import { EntryCard } from './EntryCard';
import { IssuerButtons } from './issuers';
import { hasPasskeys, signInByPasskey } from './passkey';
import { registrationQuery } from './registration';
import { returnAddress, signIn } from './session';

/** Sign in, with a code if the server asks for one, and go back to where one was. */
export function LoginPage() {
  const { next }: Search = useSearch({ strict: false });
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isCodeAsked, setCodeAsked] = useState(false);
  const queries = useQueryClient();
  const router = useRouter();
  const attempt = useMutation({
    mutationFn: () => signIn(queries, { user: user.trim(), password, ...(isCodeAsked ? { code } : {}) }),
    onSuccess: () => router.history.push(returnAddress(next)),
    onError: (error) => needsCode(error) && setCodeAsked(true),
  });
  const byPasskey = useMutation({
    mutationFn: () => signInByPasskey(queries),
    onMutate: () => attempt.reset(),
    onSuccess: () => router.history.push(returnAddress(next)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPasskey.reset();
    attempt.mutate();
  };
  const startAgain = () => {
    setCodeAsked(false);
    setCode('');
    attempt.reset();
  };
  return (
    <EntryCard title="Sign in">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {isCodeAsked ? (
            <CodeInput autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          ) : (
            <>
              <TextInput label="User" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus value={user} onChange={(event) => setUser(event.currentTarget.value)} />
              <PasswordInput label="Password" name="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
            </>
          )}
          {attempt.isError && !needsCode(attempt.error) && <Refusal error={attempt.error} />}
          <Button type="submit" fullWidth loading={attempt.isPending}>Sign in</Button>
          {isCodeAsked && <Button variant="default" fullWidth onClick={startAgain}>Sign in as somebody else</Button>}
        </Stack>
      </form>
      {hasPasskeys && !isCodeAsked && (
        <>
          <Button variant="default" fullWidth loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>Sign in with a passkey</Button>
          {byPasskey.isError && <Refusal error={byPasskey.error} />}
        </>
      )}
      {!isCodeAsked && <IssuerButtons next={next} />}
      <Ways />
    </EntryCard>
  );
}

/** For who cannot sign in. */
function Ways() {
  const { data } = useQuery(registrationQuery);
  return (
    <>
      <p className="muted"><TextLink to="/recover">The password is forgotten</TextLink></p>
      <p className="muted">
        {data && data.registration !== 'CLOSED' ? <>No account? <TextLink to="/register">Make one</TextLink></> : 'No account? An administrator makes accounts.'}
      </p>
    </>
  );
}

/** A wrong pair is told in one neutral sentence; all else as everywhere. */
function Refusal({ error }: { error: unknown }) {
  const problem = asProblem(error);
  return problem.status === 401 ? <div className="problem" role="alert">{problem.detail}</div> : <Problem error={problem} />;
}
