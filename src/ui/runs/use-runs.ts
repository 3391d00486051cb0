'use client';

import { useEffect, useState } from 'react';
import { hasEnded } from '@/core/runs';
import { noteServerTime } from '../live/now';
import { callsOf, keepOpen } from '../live/stream';
import type { DeviceEvent, DeviceStatus, OpenAlarm, RunPage, ShownDevice } from '../live/views';
import { api } from '../trpc';
import { type RunsOnScreen, useHeldRuns } from './use-held-runs';

export interface Runs extends RunsOnScreen {
  /** How the device is, as far as was heard since the page was made. */
  readonly status: DeviceStatus | null;
  /** What is said of its being down. */
  readonly alarm: OpenAlarm | null;
}

/** The runs of a device, and how it is, by one stream. */
export function useRuns(device: ShownDevice, page: RunPage): Runs {
  const runs = useHeldRuns(page.items, ({ state }) => !hasEnded(state));
  const [status, setStatus] = useState<DeviceStatus | null>(null);
  const [alarm, setAlarm] = useState(device.alarm);
  const { hear, known } = runs;
  const since = page.now;
  useEffect(() => {
    function onEvent(event: DeviceEvent) {
      if (event.kind === 'alarm') return setAlarm(event.alarm);
      if (event.kind !== 'status') return hear(event);
      if (event.status.triedAt !== null) noteServerTime(event.status.triedAt);
      setStatus(event.status);
    }
    return keepOpen((hearing) => {
      const wanted = { device: device.id, since, known: known(since) };
      return api.devices.watch.subscribe(wanted, callsOf<DeviceEvent>(hearing, onEvent)).unsubscribe;
    });
  }, [device.id, since, hear, known]);
  return { ...runs, status, alarm };
}
