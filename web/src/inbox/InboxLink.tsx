import { IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { icon } from '../theme';
import { inboxQuery } from './inboxQuery';

const COUNTED_MAX = 99;
const InboxNews = lazy(() => import('./InboxNews'));

/** The way to the inbox, with how much of it is new. */
export function InboxLink() {
  const { data: items } = useQuery(inboxQuery);
  const unread = items?.filter((item) => item.isUnread).length ?? 0;
  const text = unread > COUNTED_MAX ? `${COUNTED_MAX}+` : String(unread);
  return (
    <>
      <Link to="/inbox" search={{}} className="inbox-link" aria-label={unread === 0 ? 'Inbox' : `Inbox, ${text} new`} title="Inbox">
        <IconInbox {...icon.normal} aria-hidden />
        {unread > 0 && <span className="badge" aria-hidden>{text}</span>}
      </Link>
      <Suspense><InboxNews /></Suspense>
    </>
  );
}
