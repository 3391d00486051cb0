import { BulkRunId, CustomerId, RunId } from '@/core/ids';
import type { BulkRef, RunRef } from '../db/run-work';

/** What a notice of `routeward_run` is about; null where it says something else. */
export function refIn(payload: string): RunRef | null {
  const [id, customerId] = payload.split(' ');
  const [run, customer] = [RunId.safeParse(id), CustomerId.safeParse(customerId)];
  return run.success && customer.success ? { id: run.data, customerId: customer.data } : null;
}

/** The same of `routeward_bulk`. */
export function bulkRefIn(payload: string): BulkRef | null {
  const [id, customerId] = payload.split(' ');
  const [bulkRun, customer] = [BulkRunId.safeParse(id), CustomerId.safeParse(customerId)];
  return bulkRun.success && customer.success ? { id: bulkRun.data, customerId: customer.data } : null;
}
