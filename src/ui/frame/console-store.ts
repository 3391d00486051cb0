'use client';

import { useEffect, useSyncExternalStore } from 'react';
import type { Rung } from '@/core/change/guard';

/** What a page's selection stands for, while it stands for more than the page's own request. */
export interface Selection {
  /** Where it would run: a device's name. */
  readonly at: string;
  /** As RouterOS's terminal would take it; null while it cannot be sent. */
  readonly line: string | null;
  /** Why it cannot be sent. */
  readonly hint: string | null;
  /** It changes the router. */
  readonly isWrite?: boolean;
  /** With what; safe mode is meant where it is left out. */
  readonly guard?: Rung;
}

let current: Selection | null = null;
const listeners = new Set<() => void>();

function show(selection: Selection | null): void {
  current = selection;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts a selection on the console line for as long as the caller is on screen; with null the page's own request. */
export function useOnConsole(selection: Selection | null): void {
  const { at = null, line = null, hint = null, isWrite = false, guard = 'safeMode' } = selection ?? {};
  useEffect(() => show(at === null ? null : { at, line, hint, isWrite, guard }), [at, line, hint, isWrite, guard]);
  useEffect(() => () => show(null), []);
}

export const useSelection = (): Selection | null =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
