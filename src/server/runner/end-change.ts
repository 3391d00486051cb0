import type { ChangeState } from '@/core/change/change';
import { byItself, record, type Trace } from '../audit/record';
import type { ClaimedChange } from '../db/change-claims';
import { type ChangeEnd, endChange } from '../db/change-work';
import { asCustomer, type Transaction } from '../db/open';
import type { RouterFault } from '../routeros/fault';
import { sealFor } from '../vault/data-keys';

/** How a change went. */
export interface ChangeOutcome {
  readonly from: 'previewing' | 'applying';
  readonly state: ChangeEnd['state'];
  readonly fault: RouterFault | null;
  /** Changes of others that came while it was made. */
  readonly others?: number | null;
}

/** The end and its trace commit together. Returns whether the claim still held; where it did not, nothing is written. */
export function writeEnd(change: ClaimedChange, runner: string, outcome: ChangeOutcome): Promise<boolean> {
  return asCustomer(change.customerId, `change:${change.id}`, (transaction) =>
    writeEndIn(transaction, change, { runner, outcome }),
  );
}

export async function writeEndIn(
  transaction: Transaction,
  change: ClaimedChange,
  { runner, outcome }: { readonly runner: string; readonly outcome: ChangeOutcome },
): Promise<boolean> {
  const { from, state, fault, others = null } = outcome;
  const { db } = transaction;
  const { id, customerId } = change;
  const place = { table: 'change', column: 'fault_sealed', row: id, customerId };
  const kept = fault && { code: fault.code, sealed: await sealFor(db, place, fault.message) };
  if (!(await endChange(db, change, runner, { from, state, fault: kept }))) return false;
  const detail = { state, fault: fault?.code ?? null, others };
  await record(transaction, traceOf(change, 'change.ended', { state, detail }), byItself(id));
  return true;
}

/** The entry of what became of a change. */
export function traceOf(
  { id, customerId, device }: Pick<ClaimedChange, 'id' | 'customerId' | 'device'>,
  event: Extract<Trace['event'], `change.${string}`>,
  { state, detail }: { readonly state: ChangeState | 'intent'; readonly detail: Trace['detail'] },
): Trace {
  const target = { kind: 'device', id: device };
  return { event, outcome: outcomes[state] ?? 'ok', target, customerId, detail: { change: id, ...detail } };
}

/** What was previewed and found to be unnecessary or forbidden was previewed well. */
const outcomes: Readonly<Partial<Record<ChangeState | 'intent', Trace['outcome']>>> = {
  ...{ intent: 'intent', reverted: 'failed', failed: 'failed', unknown: 'unknown' },
};
