import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { needsCode } from '../../api/problem';
import { CodeInput } from '../../frame/CodeInput';
import { EntryCard } from '../../frame/EntryCard';
import { returnAddress } from '../../frame/session';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { arrival } from './arrival';
import type { Arrival } from './readArrival';

/** Where an issuer sends people back: to sign in, or to link what it vouches for with the account of who is signed in. */
export function ReturnPage() {
  if (!arrival) {
    return (
      <EntryCard title="Nothing to complete">
        <p>A sign-in ends here that has begun on another page.</p>
        <p><TextLink to="/login">Sign in</TextLink></p>
      </EntryCard>
    );
  }
  return arrival.state.startsWith('link-') ? <Linking arrival={arrival} /> : <Entering arrival={arrival} />;
}

/** What the server is told, once, whatever the page does besides. */
function useAnswer<T>(arrival: Arrival, send: (answer: Shape<'IssuerAnswerRequest'>) => Promise<T>, onSuccess: (result: T) => void) {
  const { issuer } = useParams({ strict: false });
  const isSent = useRef(false);
  const completion = useMutation({ mutationFn: () => send({ issuer: issuer ?? '', ...arrival }), onSuccess });
  const { mutate } = completion;
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    mutate();
  }, [mutate]);
  return completion;
}

function Linking({ arrival }: { arrival: Arrival }) {
  const router = useRouter();
  const queries = useQueryClient();
  const goOn = () => {
    queries.clear();
    router.history.replace('/account');
  };
  const { error } = useAnswer(arrival, (answer) => body(api.POST('/api/v1/me/identities/completion', { body: answer })), goOn);
  return (
    <EntryCard title="Linking">
      {error ? <Problem error={error} /> : <Loading rows={2} />}
      {error && <p><TextLink to="/account">Back to the account</TextLink></p>}
    </EntryCard>
  );
}

function Entering({ arrival }: { arrival: Arrival }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<string>();
  const enter = (result: Shape<'IssuerSignInView'>) => {
    if (result.isPending) return setWaiting(result.user);
    queries.clear();
    router.history.replace(returnAddress(result.next));
  };
  const { error } = useAnswer(arrival, (answer) => body(api.POST('/api/v1/issuer-sign-ins/completion', { body: answer })), enter);
  if (waiting !== undefined) {
    return (
      <EntryCard title="Waiting for approval">
        <p role="status">An administrator has to approve <strong>{waiting}</strong>. Then you can sign in the same way.</p>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Sign in">
      {error && needsCode(error) && <CodeForm state={arrival.state} onDone={enter} />}
      {error && !needsCode(error) && <Problem error={error} />}
      {!error && <Loading rows={2} />}
      {error && <p className="muted"><TextLink to="/login">Sign in another way</TextLink></p>}
    </EntryCard>
  );
}

/** The issuer has vouched, with one factor; the account here has a second. */
function CodeForm({ state, onDone }: { state: string; onDone: (result: Shape<'IssuerSignInView'>) => void }) {
  const [code, setCode] = useState('');
  const prove = useMutation({ mutationFn: () => body(api.POST('/api/v1/issuer-sign-ins/code', { body: { state, code } })), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <CodeInput autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} />
        {prove.isError && <Problem error={prove.error} />}
        <Button type="submit" fullWidth loading={prove.isPending}>Sign in</Button>
      </Stack>
    </form>
  );
}
