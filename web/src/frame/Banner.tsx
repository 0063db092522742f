import { IconAlertTriangle, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { keys } from '../api/keys';
import { icon } from '../theme';
import { visible } from '../ui/Name';

/** What is taken up or down is seen within five seconds. */
const REFRESH_MS = 4000;
const LOOKS = { INFO: IconInfoCircle, WARNING: IconAlertTriangle, CRITICAL: IconUrgent } as const;
const WORDS = { INFO: 'Announcement', WARNING: 'Warning', CRITICAL: 'Important' } as const;

const currentQuery = queryOptions({
  queryKey: [...keys.announcements, 'current'],
  queryFn: () => body(api.GET('/api/v1/announcements/current')),
  refetchInterval: REFRESH_MS,
});

/** What administrators tell everybody at this moment; nothing where there is nothing, or it is not known. */
export function Banner() {
  const { data } = useQuery(currentQuery);
  return (
    <div role="status" aria-label="Announcements">
      {data?.items.map((one) => {
        const Icon = LOOKS[one.level];
        return (
          <p key={one.id} className="banner" data-level={one.level}>
            <Icon {...icon.small} aria-hidden /><strong>{WORDS[one.level]}</strong> <span className="break">{visible(one.text)}</span>
          </p>
        );
      })}
    </div>
  );
}
