import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import type { Search } from '../ui/urlState';
import { EntryCard } from './EntryCard';
import { PasswordForm } from './PasswordForm';
import { returnAddress } from './session';

/** After the one-time password: one's own. */
export function WelcomePage() {
  const { next }: Search = useSearch({ strict: false });
  const queries = useQueryClient();
  const router = useRouter();
  const goOn = () => {
    queries.clear();
    router.history.push(returnAddress(next));
  };
  return (
    <EntryCard title="Choose your password">
      <p className="muted">The password that you were given holds once.</p>
      <PasswordForm verb="Set password" nowLabel="Password that you were given" onDone={goOn} />
    </EntryCard>
  );
}
