import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { EntryCard } from '../../frame/EntryCard';
import { registrationQuery } from '../../frame/registration';
import { TextLink } from '../../ui/TextLink';
import { EmailForm } from './EmailForm';

/** An account for somebody who has none: first the address. */
export function RegisterPage() {
  const { data } = useQuery(registrationQuery);
  return (
    <EntryCard title="Make an account">
      {data?.registration === 'CLOSED' ? (
        <p>Accounts are made by an administrator here: ask one.</p>
      ) : (
        <>
          {data?.registration === 'APPROVAL' && <p className="muted">An administrator approves each account.</p>}
          <EmailForm
            verb="Send link"
            sent="A mail is on its way. Its link leads to where you choose a name and a password; it holds for a day."
            send={(email) => body(api.POST('/api/v1/registrations', { body: { email } }))}
          />
        </>
      )}
      <p className="muted"><TextLink to="/login">Sign in</TextLink></p>
    </EntryCard>
  );
}
