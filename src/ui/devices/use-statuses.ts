'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { noteServerTime } from '../live/now';
import { callsOf, keepOpen } from '../live/stream';
import type { DeviceStatus, ListedDevice, StatusEvent } from '../live/views';
import { api } from '../trpc';
import { latest, movesList } from './standing';

interface Watched {
  /** The customer's slug; null for all of the reach. */
  readonly customer: string | null;
  readonly devices: readonly ListedDevice[];
  readonly renderedAt: string;
  /** Whether every device that the counts speak of is on the page: then they are counted here, live. */
  readonly isWhole: boolean;
}

/** A page that has to be made anew is made anew at most so often. */
const settleMs = 5_000;

/** The devices of a page with what was heard of them since, by one stream. */
export function useStatuses({ customer, devices, renderedAt, isWhole }: Watched): readonly ListedDevice[] {
  const router = useRouter();
  const [heard, setHeard] = useState<ReadonlyMap<string, DeviceStatus>>(new Map());
  const fresh = devices.map((device) => latest(device, heard.get(device.id)));
  const shown = useRef({ byId: new Map<string, ListedDevice>(), renderedAt, isWhole });
  useEffect(() => {
    shown.current = { byId: new Map(fresh.map((device) => [device.id, device])), renderedAt, isWhole };
  });

  useEffect(() => {
    let lastEventId: string | undefined;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    function take({ statuses }: StatusEvent) {
      for (const { status } of statuses) if (status.triedAt !== null) noteServerTime(status.triedAt);
      const { byId, renderedAt: since, isWhole: counted } = shown.current;
      if (!counted && statuses.some((one) => movesList(one, byId, since)))
        renewal ??= setTimeout(() => {
          renewal = undefined;
          router.refresh();
        }, settleMs);
      setHeard((before) => new Map([...before, ...statuses.map(({ device, status }) => [device, status] as const)]));
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
      end();
    };
  }, [customer, router]);
  return fresh;
}

/** Hears how devices are, of one customer or of the whole reach; returns how to hear no more. */
export function subscribeToStatuses(
  customer: string | null,
  lastEventId: string | undefined,
  calls: ReturnType<typeof callsOf<StatusEvent>>,
): () => void {
  const continued = lastEventId === undefined ? {} : { lastEventId };
  if (customer !== null) return api.devices.watchList.subscribe({ customer, ...continued }, calls).unsubscribe;
  // safe: the input of a scope without fields is typed as one that can have none, not even the one of every live view.
  return api.devices.watchAll.subscribe(continued as Record<string, never>, calls).unsubscribe;
}
