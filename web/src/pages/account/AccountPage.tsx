import { PasswordForm } from '../../frame/PasswordForm';
import { useMe } from '../../frame/session';
import { ThemeChoice } from '../../frame/ThemeChoice';
import { ShortcutSwitch } from '../../keys/ShortcutList';
import { CopyAs } from '../../ui/CopyAs';
import { said } from '../../ui/notify';
import { Page, Section } from '../../ui/Page';
import { Email } from './Email';
import { Identities } from './Identities';
import { OwnData } from './OwnData';
import { Passkeys } from './Passkeys';
import { SecondFactor } from './SecondFactor';
import { Sessions } from './Sessions';
import { Tokens } from './Tokens';

/** What concerns the user alone. */
export function AccountPage() {
  const me = useMe();
  return (
    <Page title="Account" actions={<CopyAs command="hops token list" path="/api/v1/tokens" />}>
      <p className="muted">{me.user}{me.isAdministrator ? ', administrator of the platform' : ''}</p>
      <Sessions />
      <Identities />
      <Tokens />
      <Passkeys />
      <div className="split even">
        <SecondFactor />
        <Email />
        <Section title="Password"><PasswordForm verb="Change password" nowLabel="Present password" onDone={() => said('The password is changed.')} /></Section>
        <Section title="Preferences">
          <div className="narrow"><ThemeChoice /></div>
          <ShortcutSwitch />
        </Section>
        <OwnData />
      </div>
    </Page>
  );
}
