import { useEffect, useState } from 'react';

/** What stands behind the # of a mailed link. It is taken out of the address, so that it stays in no history and no picture of the screen. */
export function useMailedToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    if (window.location.hash) window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);
  return token;
}
