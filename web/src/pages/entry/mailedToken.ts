import { useEffect, useState } from 'react';

/**
 * What stands behind the # of a mailed link, also of one that is opened in a tab where its page is already. It is taken out of the address, so that it stays
 * in no history and no picture of the screen.
 */
export function useMailedToken(): string {
  const [token, setToken] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    const take = () => {
      if (!window.location.hash) return;
      setToken(window.location.hash.slice(1));
      window.history.replaceState(window.history.state, '', window.location.pathname);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}
