import { api, body } from '../../api/client';
import { EntryCard } from '../../frame/EntryCard';
import { TextLink } from '../../ui/TextLink';
import { EmailForm } from './EmailForm';
import { useMailedToken } from './mailedToken';
import { RecoverForm } from './RecoverForm';

/** A password was forgotten: has a link mailed, and is where it leads. */
export function RecoverPage() {
  const token = useMailedToken();
  if (token) return <EntryCard title="Choose another password"><RecoverForm key={token} token={token} /></EntryCard>;
  return (
    <EntryCard title="Recover the password">
      <EmailForm
        verb="Send link"
        sent="If an account has this address, a mail is on its way. Its link holds for half an hour."
        send={(email) => body(api.POST('/api/v1/recoveries', { body: { email } }))}
      />
      <p className="muted"><TextLink to="/login">Sign in</TextLink></p>
    </EntryCard>
  );
}
