import { useCallback, useState } from 'react';
import { type Message, messageKey } from './message';

/** Messages that one request writes again by their places, as REST has it. */
export const CHOSEN_MAX = 500;

const NONE: ReadonlySet<string> = new Set();

/** The messages that are chosen, by their keys; beyond the most that there may be none is added. */
export function useChoice() {
  const [chosen, setChosen] = useState(NONE);
  const choose = useCallback((message: Message, isChosen: boolean) => {
    setChosen((old) => {
      const next = new Set(old);
      if (!isChosen) next.delete(messageKey(message));
      else if (next.size < CHOSEN_MAX) next.add(messageKey(message));
      return next;
    });
  }, []);
  return { chosen, choose, clear: useCallback(() => setChosen(NONE), []) };
}
