import { useEffect, useState, useSyncExternalStore } from 'react';

/*
 * What a link tells the page and nobody else: a browser sends what stands behind the # to no server, so it is in no log
 * and in no Referer.
 */

/** What stands behind the # of the address; null until this script runs. */
export function useHash(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => location.hash.slice(1),
    () => null,
  );
}

/** The same, taken: it is a key, and must stay neither in the address bar nor in the history. */
export function useTakenHash(): string | null {
  const hash = useHash();
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => {
    if (!hash) return;
    setTaken(hash);
    history.replaceState(null, '', location.pathname);
  }, [hash]);
  return taken ?? (hash === '' ? '' : null);
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
