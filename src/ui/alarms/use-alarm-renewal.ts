'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { callsOf, keepOpen } from '../live/stream';
import type { AlarmEvent } from '../live/views';
import { api } from '../trpc';

/** A page that has to be made anew is made anew at most so often. */
const settleMs = 1_000;

/**
 * Makes the page anew when an alarm of the customer, or of the whole reach, is raised, acknowledged or ends after
 * `since`: the server's time of the page (ISO 8601).
 */
export function useAlarmRenewal(customer: string | null, since: string): void {
  const router = useRouter();
  const from = useRef(since);
  useEffect(() => {
    let lastEventId: string | undefined;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    const end = keepOpen((hearing) =>
      subscribeToAlarms(
        customer,
        lastEventId === undefined ? { since: from.current } : { lastEventId },
        callsOf<AlarmEvent>(hearing, ({ alarms }, id) => {
          lastEventId = id;
          if (alarms.length === 0) return;
          renewal ??= setTimeout(() => {
            renewal = undefined;
            router.refresh();
          }, settleMs);
        }),
      ),
    );
    return () => {
      clearTimeout(renewal);
      end();
    };
  }, [customer, router]);
}

function subscribeToAlarms(
  customer: string | null,
  from: { readonly since: string } | { readonly lastEventId: string },
  calls: ReturnType<typeof callsOf<AlarmEvent>>,
): () => void {
  if (customer !== null) return api.alarms.watch.subscribe({ customer, ...from }, calls).unsubscribe;
  return api.alarms.watchAll.subscribe(from, calls).unsubscribe;
}
