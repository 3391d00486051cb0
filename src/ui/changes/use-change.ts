'use client';

import { useEffect, useState } from 'react';
import { callsOf, keepOpen } from '../live/stream';
import { api } from '../trpc';
import { isGoingOn } from './standing';
import type { ChangeView } from './views';

/** A change as the page came with it, and what one stream brings since, for as long as anything may still become of it. */
export function useChange(page: ChangeView): readonly [ChangeView, (change: ChangeView) => void] {
  const [current, setCurrent] = useState(page);
  const { id } = page;
  const isLive = isGoingOn(current);
  useEffect(() => {
    if (!isLive) return;
    return keepOpen(
      (hearing) => api.changes.watch.subscribe({ change: id }, callsOf<ChangeView>(hearing, setCurrent)).unsubscribe,
    );
  }, [id, isLive]);
  return [current, setCurrent];
}
