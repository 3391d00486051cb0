'use client';

import { useSyncExternalStore } from 'react';

/** `none`: this page shows nothing live. `lastAt` is when anything was last heard, in milliseconds of this machine. */
export interface Connection {
  readonly state: 'none' | 'live' | 'lost';
  readonly lastAt: number | null;
}

const none: Connection = { state: 'none', lastAt: null };
let current: Connection = none;
const listeners = new Set<() => void>();

function become(next: Connection): void {
  current = next;
  for (const listener of listeners) listener();
}

/** How the one stream of this tab is, for the console line. */
export const connection = {
  heard: () => become({ state: 'live', lastAt: Date.now() }),
  lost: () => {
    if (current.state !== 'lost') become({ ...current, state: 'lost' });
  },
  ended: () => become(none),
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useConnection = (): Connection =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => none,
  );
