'use client';

import { useEffect, useState } from 'react';
import { callsOf, keepOpen } from '../live/stream';
import { api } from '../trpc';
import type { MemberView, RolloutEvent, RolloutView } from './views';

export interface HeldRollout {
  readonly rollout: RolloutView;
  /** In the order in which they are made. */
  readonly members: readonly MemberView[];
  /** Takes in what a press made of it, before the stream brings it. */
  readonly take: (rollout: RolloutView) => void;
}

/** A rollout as the page came with it, and what one stream brings since. */
export function useRollout(page: RolloutEvent): HeldRollout {
  const [rollout, setRollout] = useState(page.rollout);
  const [held, setHeld] = useState<ReadonlyMap<string, MemberView>>(
    () => new Map(page.members.map((one) => [one.change, one])),
  );
  const { id } = page.rollout;
  useEffect(() => {
    function take(event: RolloutEvent) {
      setRollout(event.rollout);
      if (event.members.length > 0)
        setHeld((before) => new Map([...before, ...event.members.map((one) => [one.change, one] as const)]));
    }
    return keepOpen(
      (hearing) => api.rollouts.watch.subscribe({ rollout: id }, callsOf<RolloutEvent>(hearing, take)).unsubscribe,
    );
  }, [id]);
  const members = [...held.values()].toSorted((one, other) => one.position - other.position);
  return { rollout, members, take: setRollout };
}
