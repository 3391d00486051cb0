import { byItself, record } from '../audit/record';
import { asFault } from '../change/made';
import { type Previewed, preview } from '../change/preview';
import type { ClaimedChange } from '../db/change-claims';
import { keepPreview } from '../db/change-work';
import { asCustomer } from '../db/open';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import { sealFor } from '../vault/data-keys';
import { traceOf, writeEnd } from './end-change';
import { readyChange } from './ready-change';

export interface ChangeWork {
  readonly routers: Routers;
  /** This runner's name, which its claims bear. */
  readonly runner: string;
  /** Aborted when the claim is gone, or the runner has to go. */
  readonly signal: AbortSignal;
}

/** Looks at the router of a claimed change, and keeps what it would become. What goes wrong there is how the change ends. */
export async function previewChange(change: ClaimedChange, work: ChangeWork): Promise<void> {
  const { runner } = work;
  try {
    await keep(change, runner, await look(change, work));
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    await writeEnd(change, runner, { from: 'previewing', state: 'failed', fault: asFault(error) });
  }
}

async function look(change: ClaimedChange, { routers, signal }: ChangeWork): Promise<Previewed> {
  if (!change.mayGoOn) throw new RouterFault('rightsLost');
  const { id, customerId } = change;
  const { wanted, writes } = await asCustomer(customerId, `change:${id}`, ({ db }) => readyChange(db, change));
  return preview(routers, writes, { wanted, signal });
}

async function keep(
  change: ClaimedChange,
  runner: string,
  { state, preview, digest, isLockout, isUndone }: Previewed,
): Promise<void> {
  const { id, customerId } = change;
  await asCustomer(customerId, `change:${id}`, async (transaction) => {
    const { db } = transaction;
    const place = { table: 'change', column: 'preview_sealed', row: id, customerId };
    const sealed = await sealFor(db, place, JSON.stringify(preview));
    const {
      tier,
      guard: { rung: guard },
    } = preview;
    const kept = await keepPreview(db, change, runner, { state, sealed, digest, tier, guard, isLockout, isUndone });
    if (kept === null) return;
    const refusals = [...new Set(preview.refusals.map((refusal) => refusal.id))];
    const detail = { state, digest, tier, guard, ...kept, rows: preview.changes.length, refusals };
    await record(transaction, traceOf(change, 'change.previewed', { state, detail }), byItself(id));
  });
}
