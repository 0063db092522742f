import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { EntryCard } from '../../frame/EntryCard';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { useMailedToken } from './mailedToken';

/** Where the link leads that was mailed to a new address. It asks, for what opens links in mails is not always a person. */
export function ConfirmEmailPage() {
  const token = useMailedToken();
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => body(api.POST('/api/v1/email-confirmations', { body: { token } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.me }),
  });
  return (
    <EntryCard title="Confirm your address">
      {confirm.isSuccess ? <p role="status">The address is confirmed.</p> : <p>The account whose link you opened gets mails at this address from now on.</p>}
      {confirm.isError && <Problem error={confirm.error} />}
      {!confirm.isSuccess && <Button fullWidth loading={confirm.isPending} onClick={() => confirm.mutate()}>Confirm</Button>}
      <p className="muted"><TextLink to="/account">Account</TextLink></p>
    </EntryCard>
  );
}
