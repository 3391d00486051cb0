'use client';

import { useEffect, useState } from 'react';
import { callsOf, keepOpen } from '../live/stream';
import { api } from '../trpc';
import type { Answer, LookupEvent, LookupPage } from './views';

/** A lookup as the page came with it, and what one stream brings since, until it has ended. */
export function useLookup(page: LookupPage): LookupPage {
  const [current, setCurrent] = useState(page);
  const { id } = page.lookup;
  const hasEnded = current.lookup.endedAt !== null;
  useEffect(() => {
    if (hasEnded) return;
    return keepOpen((hearing) => {
      // The view begins anew when its line was cut: it may tell again what is here already.
      const take = ({ lookup, answered, answers }: LookupEvent) =>
        setCurrent((before) => ({ lookup, answered, answers: merged(before.answers, answers) }));
      return api.lookups.watch.subscribe({ lookup: id }, callsOf<LookupEvent>(hearing, take)).unsubscribe;
    });
  }, [id, hasEnded]);
  return current;
}

function merged(before: readonly Answer[], more: readonly Answer[]): Answer[] {
  const all = new Map([...before, ...more].map((answer) => [answer.device, answer]));
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
