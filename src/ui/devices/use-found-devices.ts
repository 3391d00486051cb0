'use client';

import { useEffect, useState } from 'react';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

export interface NamedDevice {
  readonly id: string;
  readonly name: string;
  readonly address?: string;
}

const pauseMs = 300;
const most = 12;

/** The first devices of a customer whose name or address holds these words, when typing has paused. */
export function useFoundDevices(
  customer: string,
  words: string,
): { readonly found: readonly NamedDevice[]; readonly failure: Failure | null } {
  const [found, setFound] = useState<readonly NamedDevice[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const q = words.trim();
    if (q === '') return setFound([]);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const { items } = await api.devices.list.query({ customer, q, limit: most });
        if (isCurrent) setFound(items);
        setFailure(null);
      } catch (error) {
        if (isCurrent) setFailure(failureOf(error));
      }
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [customer, words]);
  return { found, failure };
}
