import type { CustomerId } from '@/core/ids';
import { asCustomer } from '../db/open';
import { barredAmong, type Claimed, type RunRef } from '../db/run-work';

/** The ids of those runs whose askers have lost the right to them: one question a customer, however many runs it has. */
export async function barredOf(refs: readonly RunRef[]): Promise<ReadonlySet<string>> {
  const byCustomer = new Map<CustomerId, string[]>();
  for (const { id, customerId } of refs) byCustomer.set(customerId, [...(byCustomer.get(customerId) ?? []), id]);
  const barred = new Set<string>();
  for (const [customerId, ids] of byCustomer) {
    const found = await asCustomer(customerId, 'rights changed', ({ db }) => barredAmong(db, ids));
    for (const id of found) barred.add(id);
  }
  return barred;
}

/** Nobody asked for a stop where the asker's rights are gone: the reason says which of the two it was. */
export function callOff(stop: AbortController, { isStopping, mayGoOn }: Pick<Claimed, 'isStopping' | 'mayGoOn'>): void {
  if (isStopping) stop.abort('stopped');
  else if (!mayGoOn) stop.abort('rightsLost');
}
