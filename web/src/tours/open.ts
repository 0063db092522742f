import { useCallback, useSyncExternalStore } from 'react';

/** The tour that is open beside the pages. It is a matter of this browser; how far one has come is kept by the server. */
const KEY = 'hops.tour.';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab has written.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** Which tour is open, and how that changes; null for none. */
export function useOpenTour(user: string): readonly [string | null, (tour: string | null) => void] {
  const open = useSyncExternalStore(subscribe, () => localStorage.getItem(KEY + user));
  const set = useCallback((tour: string | null) => {
    if (tour === null) localStorage.removeItem(KEY + user);
    else localStorage.setItem(KEY + user, tour);
    for (const listener of listeners) listener();
  }, [user]);
  return [open, set];
}
