import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useKnownMe } from '../frame/session';
import type { StreamState, Tiding } from './connection';
import { hubOf } from './hub';

/** Hears what a channel tells while the component is on the screen; none if the channel is undefined. */
export function useChannel(channel: string | undefined, onTiding: (tiding: Tiding) => void): StreamState {
  // A part that was loaded late is shown once more between the end of the session and the sign-in page.
  const name = useKnownMe()?.name ?? '';
  const hub = hubOf(name);
  const latest = useRef(onTiding);
  useEffect(() => {
    latest.current = onTiding;
  });
  useEffect(() => (channel === undefined || name === '' ? undefined : hub.subscribe(channel, (tiding) => latest.current(tiding))), [hub, channel, name]);
  return useSyncExternalStore(hub.watch, hub.getState);
}
