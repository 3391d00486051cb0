'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import type { Unconfirmed } from './enrolment';
import { type AskedAgain, isOpen, patienceMs, pauseMs } from './looks';

interface Looking {
  readonly items: readonly Unconfirmed[];
  readonly asked: AskedAgain;
  /** Why the last look at the list failed. */
  readonly failure: Failure | null;
  /** Asks the server what the routers show by now. */
  readonly look: () => Promise<void>;
  /** Has the runner look at these routers now, whatever it saw before. */
  readonly askAgain: (of: readonly Unconfirmed[]) => Promise<void>;
}

/** Devices whose certificate waits for a person; asked for again while something of it is still to come. */
export function useUnconfirmed(customer: string, initial: readonly Unconfirmed[]): Looking {
  const [held, setHeld] = useState({ from: initial, items: initial });
  const [asked, setAsked] = useState<AskedAgain>(new Map());
  const [failure, setFailure] = useState<Failure | null>(null);
  const since = useRef(0);
  const isLooking = useRef(false);
  // The page was made anew: that is later than whatever was heard before.
  if (held.from !== initial) setHeld({ from: initial, items: initial });

  const look = useCallback(async () => {
    if (isLooking.current) return;
    isLooking.current = true;
    try {
      const { items } = await api.enrolment.unconfirmed.query({ customer });
      setHeld((before) => (before.from === initial ? { from: initial, items } : before));
      setFailure(null);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      isLooking.current = false;
    }
  }, [customer, initial]);

  const items = held.items.filter(isOpen);
  const pause = pauseMs(items, asked);
  useEffect(() => {
    if (pause === null) return;
    since.current = Date.now();
    const tick = () => {
      if (document.visibilityState === 'visible' && Date.now() - since.current < patienceMs) void look();
    };
    const timer = setInterval(tick, pause);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [pause, look]);

  async function askAgain(of: readonly Unconfirmed[]) {
    await Promise.all(of.map(({ id }) => api.connections.examine.mutate({ device: id })));
    setAsked(new Map(of.map(({ id, triedAt }) => [id, triedAt])));
    since.current = Date.now();
    await look();
  }

  return { items, asked, failure, look, askAgain };
}
