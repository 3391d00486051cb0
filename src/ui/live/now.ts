'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { ServerClock } from './server-clock';

const clock = new ServerClock();

/** Tells the clock of this tab what time the server had. */
export const noteServerTime = (date: string): void => clock.note(date, Date.now());

function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
}

/**
 * The server's time in milliseconds, in steps of `stepMs`, ticking. `renderedAt` (ISO 8601) is the server's time of the
 * page, with which the first drawing in the browser agrees.
 */
export function useNow(renderedAt: string, stepMs = 1000): number {
  useEffect(() => noteServerTime(renderedAt), [renderedAt]);
  const inSteps = (at: number) => Math.floor(at / stepMs) * stepMs;
  return useSyncExternalStore(
    everySecond,
    () => inSteps(clock.now(Date.now())),
    () => inSteps(Date.parse(renderedAt)),
  );
}
