'use client';

import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import type { Connection, CredentialSet } from './enrolment';

export interface HeldConnection {
  readonly connection: Connection;
  /** The customer's credentials, to choose from. */
  readonly sets: readonly CredentialSet[];
  /** The names of the customer's sites. */
  readonly sites: readonly string[];
}

interface Loading {
  /** Null: it has not come yet, or is not wanted. */
  readonly held: HeldConnection | null;
  readonly failure: Failure | null;
  readonly load: () => Promise<void>;
}

/** How a device is spoken to, for those who may change it: nobody else's page asks for it. */
export function useConnection(
  { id, customer }: { readonly id: string; readonly customer: string },
  isWanted: boolean,
): Loading {
  const [held, setHeld] = useState<HeldConnection | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = useCallback(async () => {
    try {
      const [connection, { items }, sites] = await Promise.all([
        api.connections.get.query({ device: id }),
        api.credentials.list.query({ customer }),
        api.sites.list.query({ customer }),
      ]);
      setHeld({ connection, sets: items, sites: sites.items.map(({ name }) => name) });
      setFailure(null);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, [id, customer]);
  useEffect(() => {
    if (isWanted) void load();
  }, [isWanted, load]);
  return { held, failure, load };
}
