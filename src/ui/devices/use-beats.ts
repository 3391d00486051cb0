'use client';

import { useEffect, useState } from 'react';
import type { Beat } from '../live/views';
import { api } from '../trpc';

/** As many ids as fit the address of one request. */
const atOnce = 100;
/** A beat is half an hour long: asked more often, nothing would have changed but the last one. */
const againMs = 30 * 60_000;

export type Beats = ReadonlyMap<string, readonly Beat[]>;

/** The last 24 hours of these devices, asked for once the page stands: it is drawn without waiting for them. */
export function useBeats(devices: readonly { readonly id: string; readonly customer: string }[]): Beats {
  const [beats, setBeats] = useState<Beats>(new Map());
  const wanted = devices.map(({ customer, id }) => `${customer} ${id}`).join('\n');

  useEffect(() => {
    let isOver = false;
    async function load() {
      if (document.visibilityState === 'hidden') return;
      for (const ids of portions(wanted)) {
        // One request is about one customer. What fails leaves a gap: the list itself stands without it.
        const answer = await api.devices.beats.query({ devices: ids }).catch(() => null);
        if (isOver) return;
        if (answer !== null)
          setBeats((before) => {
            const found = new Map<string, readonly Beat[]>(answer.items.map((item) => [item.device, item.beats]));
            return new Map([...before, ...ids.map((id) => [id, found.get(id) ?? []] as const)]);
          });
      }
    }
    void load();
    const timer = setInterval(load, againMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [wanted]);
  return beats;
}

function portions(wanted: string): readonly string[][] {
  const byCustomer = new Map<string, string[]>();
  for (const pair of wanted === '' ? [] : wanted.split('\n')) {
    const [customer = '', id = ''] = pair.split(' ');
    byCustomer.set(customer, [...(byCustomer.get(customer) ?? []), id]);
  }
  return [...byCustomer.values()].flatMap((ids) =>
    Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, at) => ids.slice(at * atOnce, (at + 1) * atOnce)),
  );
}
