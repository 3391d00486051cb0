'use client';

import { useRef, useState } from 'react';
import type { Failure } from '../request';
import { failureOf } from '../trpc';

interface Deed {
  readonly isBusy: boolean;
  /** Why the last one was not done. */
  readonly failure: Failure | null;
  run(deed: () => Promise<void>): Promise<void>;
}

/**
 * One change at a time. A second press while one is under way does nothing; the button is not disabled for that, or it
 * would lose the focus of whoever pressed it by keyboard.
 */
export function useDeed(): Deed {
  const isRunning = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function run(deed: () => Promise<void>) {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await deed();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  }

  return { isBusy, failure, run };
}
