import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { useChannel } from '../../live/useChannel';
import { isMessage, type Message } from './message';
import { applied, EMPTY_RING, paused, type Ring, taken } from './ring';

/** Messages that are set aside until the next picture; a page that nobody looks at draws none. */
const ASIDE_MAX = 500;

/**
 * The messages of a channel as they come, in rows.
 * @param channel The channel; undefined for no tail.
 * @param partition Of which partition; empty for all.
 */
export function useTail(channel: string | undefined, partition: string) {
  const [ring, setRing] = useState<Ring>(EMPTY_RING);
  const [ended, setEnded] = useState<string>();
  const aside = useRef<Message[]>([]);
  const frame = useRef(0);
  const flush = useCallback(() => {
    frame.current = 0;
    const news = aside.current;
    aside.current = [];
    // Drawn in between what the user does: hundreds of rows may come at once.
    startTransition(() => setRing((old) => taken(old, news)));
  }, []);
  const stream = useChannel(ended === undefined ? channel : undefined, (tiding) => {
    if (tiding.kind === 'ended') setEnded(tiding.detail);
    if (tiding.kind === 'reset') setRing((old) => ({ ...old, hasGap: true }));
    const news = tiding.items.filter(isMessage).filter((message) => partition === '' || String(message.partition) === partition);
    if (news.length === 0) return;
    aside.current = aside.current.concat(news).slice(-ASIDE_MAX);
    frame.current ||= requestAnimationFrame(flush);
  });
  useEffect(() => {
    setRing(EMPTY_RING);
    setEnded(undefined);
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      aside.current = [];
    };
  }, [channel, partition]);
  return {
    ring, ended, stream,
    pause: useCallback((isPaused: boolean) => setRing((old) => paused(old, isPaused)), []),
    apply: useCallback(() => setRing(applied), []),
    restart: useCallback(() => setEnded(undefined), []),
  };
}

export type Tail = ReturnType<typeof useTail>;
