'use client';

import { useSyncExternalStore } from 'react';
import { clockTime, utcOffset } from '@/core/shown/format';

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
}

/** The second it is, as a number, so that React sees one value per second. */
const second = (): number => Math.floor(Date.now() / 1000);

/** UTC first, because every time on every screen is UTC; the local offset beside it for whoever thinks in local time. */
export function Clock() {
  const now = useSyncExternalStore(everySecond, second, () => null);
  return (
    <span className="clock mono whitespace-nowrap">
      {now === null ? null : (
        <>
          <time dateTime={new Date(now * 1000).toISOString()}>{clockTime(new Date(now * 1000))}</time> UTC
          <span className="text-ink-3"> · local {utcOffset(new Date(now * 1000).getTimezoneOffset())}</span>
        </>
      )}
    </span>
  );
}
