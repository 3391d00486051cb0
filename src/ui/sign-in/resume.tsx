'use client';

import { useCallback, useEffect, useState } from 'react';
import { refresh } from '../refresh';

/** Where the last successful resumption is noted, to tell a browser that drops our cookies from one that keeps them. */
const resumedAtKey = 'routeward-resumed-at';
const again = 3_000;

type Problem = 'unavailable' | 'noCookies';

const sentences = {
  unavailable: 'The server did not answer. You are still signed in.',
  noCookies:
    'This browser does not keep the cookies of this site, so nobody can stay signed in. Allow them, then try again.',
} as const satisfies Record<Problem, string>;

/** Renews the session and replaces itself by the page that was asked for; only a refused refresh leads to the sign-in. */
export function Resume({ to }: { readonly to: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);

  const resume = useCallback(async () => {
    setProblem(null);
    if (Date.now() - Number(sessionStorage.getItem(resumedAtKey)) < again) {
      sessionStorage.removeItem(resumedAtKey);
      setProblem('noCookies');
      return;
    }
    const outcome = await refresh();
    if (outcome === 'unavailable') {
      setProblem('unavailable');
      return;
    }
    if (outcome === 'renewed') sessionStorage.setItem(resumedAtKey, String(Date.now()));
    location.replace(outcome === 'renewed' ? `${to}${location.hash}` : `/login?to=${encodeURIComponent(to)}`);
  }, [to]);

  useEffect(() => {
    void resume();
  }, [resume]);

  return (
    <main className="grid min-h-dvh place-content-center gap-3 px-4 text-center">
      <h1>Resuming your session</h1>
      {problem === null ? (
        <p className="text-ink-2" role="status">
          One moment.
        </p>
      ) : (
        <>
          <p role="alert">{sentences[problem]}</p>
          <button type="button" className="button" onClick={() => void resume()}>
            Try again
          </button>
        </>
      )}
      <noscript>
        <p>This page needs JavaScript to go on.</p>
      </noscript>
    </main>
  );
}
