import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { EntryCard } from '../../frame/EntryCard';
import { returnAddress, useSignOut } from '../../frame/session';
import type { Search } from '../../ui/urlState';
import { EnrolDevice } from '../account/EnrolDevice';

/** Where the platform asks everybody for a second factor: before anything else. */
export function EnrolPage() {
  const { next }: Search = useSearch({ strict: false });
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const router = useRouter();
  const signOut = useSignOut();
  const goOn = () => {
    queries.clear();
    router.history.push(returnAddress(next));
  };
  return (
    <EntryCard title="A second factor is needed">
      <p>Here one signs in with a password and a code of a device: a phone or a computer with an authenticator.</p>
      <Button fullWidth onClick={() => setOpen(true)}>Set up a device</Button>
      <Button variant="default" fullWidth onClick={() => void signOut()}>Sign out</Button>
      {isOpen && <EnrolDevice onClose={() => setOpen(false)} onDone={goOn} />}
    </EntryCard>
  );
}
