'use client';

import { useSyncExternalStore } from 'react';
import { clockTime, utcOffset } from '@/core/shown/format';

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
}

/** The second it is, as a number, so that React sees one value per second. */
const second = (): number => Math.floor(Date.now() / 1000);

/**
 * UTC first, because every time on every screen is UTC; the local offset beside it for whoever thinks in local time. The
 * server draws it with the page, as it was then (`renderedAt`, ISO 8601), so that nothing large comes late; the browser goes
 * on by its own clock, and `data-ticks` says that it has taken over.
 */
export function Clock({ renderedAt }: { readonly renderedAt: string }) {
  const now = useSyncExternalStore(everySecond, second, () => Math.floor(Date.parse(renderedAt) / 1000));
  const ticks = useSyncExternalStore(
    everySecond,
    () => true,
    () => false,
  );
  const at = new Date(now * 1000);
  return (
    <span className="clock mono whitespace-nowrap" data-ticks={ticks || undefined}>
      <time dateTime={at.toISOString()}>{clockTime(at)}</time> UTC
      {ticks ? <span className="text-ink-3"> · local {utcOffset(at.getTimezoneOffset())}</span> : null}
    </span>
  );
}
