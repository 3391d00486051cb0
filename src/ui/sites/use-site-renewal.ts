'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { freshSeconds } from '@/core/status';
import { movesList } from '../devices/standing';
import { subscribeToStatuses } from '../devices/use-statuses';
import { callsOf, keepOpen } from '../live/stream';
import type { StatusEvent } from '../live/views';

/** A page that has to be made anew is made anew at most so often. */
const settleMs = 5_000;

/**
 * Makes the page anew when a device of these sites has changed its state; and once when nothing was heard for so long that
 * nobody knows any more how they are: what was up must not stand there as up.
 */
export function useSiteRenewal(customer: string | null, renderedAt: string): void {
  const router = useRouter();
  const since = useRef(renderedAt);
  useEffect(() => {
    since.current = renderedAt;
  });
  useEffect(() => {
    let lastEventId: string | undefined;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    const afterSilence = () => setTimeout(() => router.refresh(), freshSeconds * 1000);
    let silence = afterSilence();
    function take({ statuses }: StatusEvent) {
      if (statuses.length === 0) return;
      clearTimeout(silence);
      silence = afterSilence();
      if (!statuses.some((one) => movesList(one, new Map(), since.current))) return;
      renewal ??= setTimeout(() => {
        renewal = undefined;
        router.refresh();
      }, settleMs);
    }
    const end = keepOpen((hearing) =>
      subscribeToStatuses(
        customer,
        lastEventId,
        callsOf<StatusEvent>(hearing, (event, id) => {
          lastEventId = id;
          take(event);
        }),
      ),
    );
    return () => {
      clearTimeout(renewal);
      clearTimeout(silence);
      end();
    };
  }, [customer, router]);
}
