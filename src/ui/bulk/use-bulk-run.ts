'use client';

import { useEffect, useRef, useState } from 'react';
import { noteServerTime } from '../live/now';
import { callsOf, keepOpen } from '../live/stream';
import type { BulkDevice, BulkEvent, BulkRunPage } from '../live/views';
import { api } from '../trpc';

type ById = ReadonlyMap<string, BulkDevice>;

/** The devices of a bulk run by name: those of the page, with what one stream brings since. */
export function useBulkRun({ bulkRun, devices, now }: BulkRunPage): readonly BulkDevice[] {
  const [held, setHeld] = useState<ById>(() => new Map(devices.map((one) => [one.device, one])));
  // Where this screen stands: a page that is made anew does not move it.
  const since = useRef(now);
  const { id } = bulkRun;
  useEffect(() => {
    function take({ devices: moved }: BulkEvent) {
      if (moved.length > 0)
        setHeld((before) => new Map([...before, ...moved.map((one) => [one.device, one] as const)]));
    }
    return keepOpen(
      (hearing) =>
        api.bulkRuns.watch.subscribe(
          { bulkRun: id, since: since.current },
          callsOf<BulkEvent>(hearing, (event, at) => {
            since.current = at;
            noteServerTime(at);
            take(event);
          }),
        ).unsubscribe,
    );
  }, [id]);
  return [...held.values()];
}
