import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { asProblem } from '../../api/problem';
import { type InboxItem, inboxQuery } from '../../inbox/inboxQuery';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import { Answer } from './Answer';
import { KIND_LOOKS, Words } from './Words';

/** What waits for the user, over all projects: to be answered, or to be known. */
export function InboxPage() {
  const { data: items, error, refetch } = useQuery(inboxQuery);
  const hasNew = items?.some((item) => item.isUnread) ?? false;
  return (
    <Page title="Inbox" actions={<><CopyAs command="hops inbox" path="/api/v1/me/inbox" />{hasNew && items && <MarkSeen until={items[0]?.time ?? ''} />}</>}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!items && !error && <Loading rows={6} />}
      {items?.length === 0 && <Empty>Nothing to do. What others offer to your projects, who asks to join them or for data of them, and queries of yours that fail are told here.</Empty>}
      {items && items.length > 0 && <ul className="inbox" aria-label="Inbox">{items.map((item) => <Row key={`${item.kind} ${item.project} ${item.id}`} item={item} />)}</ul>}
    </Page>
  );
}

function Row({ item }: { item: InboxItem }) {
  const look = KIND_LOOKS[item.kind];
  const isQuestion = item.kind === 'SHARE_OFFER' || item.kind === 'SHARE_REQUEST' || item.kind === 'JOIN_REQUEST';
  return (
    <li data-unread={item.isUnread || undefined}>
      <State kind={look.kind} label={look.label} raw={item.kind} />
      <div className="inbox-text">
        <div>{item.isUnread && <span className="inbox-new">New</span>}<Words item={item} /></div>
        {item.text !== '' && <div className="muted break">{item.text}</div>}
      </div>
      <Time value={item.time} />
      {isQuestion && <Answer item={item} />}
    </li>
  );
}

function MarkSeen({ until }: { until: string }) {
  const queries = useQueryClient();
  const mark = useMutation({
    mutationFn: () => body(api.POST('/api/v1/me/inbox/seen', { body: { until } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.inbox }),
    onError: (failure) => said(asProblem(failure).message),
  });
  return <Button variant="default" loading={mark.isPending} onClick={() => mark.mutate()}>Mark all as seen</Button>;
}
