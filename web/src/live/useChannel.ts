import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useMe } from '../frame/session';
import type { StreamState, Tiding } from './connection';
import { hubOf } from './hub';

/** Hears what a channel tells while the component is on the screen; none if the channel is undefined. */
export function useChannel(channel: string | undefined, onTiding: (tiding: Tiding) => void): StreamState {
  const { name } = useMe();
  const hub = hubOf(name);
  const latest = useRef(onTiding);
  useEffect(() => {
    latest.current = onTiding;
  });
  useEffect(() => (channel === undefined ? undefined : hub.subscribe(channel, (tiding) => latest.current(tiding))), [hub, channel]);
  return useSyncExternalStore(hub.watch, hub.getState);
}
