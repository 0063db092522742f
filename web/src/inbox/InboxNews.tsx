import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys';
import { useChannel } from '../live/useChannel';

/** Hears that the inbox has changed; what is in it is asked for then. Draws nothing. */
export default function InboxNews() {
  const queries = useQueryClient();
  useChannel('user:inbox', () => void queries.invalidateQueries({ queryKey: keys.inbox }));
  return null;
}
