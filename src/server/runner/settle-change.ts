import { byItself, record } from '../audit/record';
import { type Settled, settle } from '../change/settle';
import type { ClaimedChange } from '../db/change-claims';
import { lookLater, settleChange, stagesOf } from '../db/change-work';
import { asCustomer } from '../db/open';
import { RouterFault } from '../routeros/fault';
import { Unopenable } from '../vault/sealed';
import { traceOf } from './end-change';
import type { ChangeWork } from './preview-change';
import { accountsOf, openedPlan } from './ready-change';

/** Seconds until an outcome that could not be read back is looked at again: as long as it has been unknown, within these. */
const soonest = 30;
const latest = 600;
/** What could not be read back for so long is left to people: its device is to take other changes again. */
const longest = 86_400;

/** Reads back how a change ended that nobody knows of, and writes it down; or when to look again. */
export async function settleClaimed(change: ClaimedChange, work: ChangeWork): Promise<void> {
  const { id, customerId, endedFor } = change;
  const { runner } = work;
  const found = await look(change, work);
  const settled = found === 'later' && (endedFor ?? 0) > longest ? 'never' : found;
  await asCustomer(customerId, `change:${id}`, async (transaction) => {
    const { db } = transaction;
    if (settled === 'later') {
      await lookLater(db, change, runner, Math.min(latest, Math.max(soonest, endedFor ?? 0)));
      return;
    }
    const state = settled === 'never' ? 'unknown' : settled;
    if (!(await settleChange(db, change, runner, state))) return;
    await record(transaction, traceOf(change, 'change.settled', { state, detail: { state } }), byItself(id));
  });
}

async function look(change: ClaimedChange, { routers, signal }: ChangeWork): Promise<Settled> {
  const { id, customerId, planSealed } = change;
  const known = await asCustomer(customerId, `change:${id}`, async ({ db }) => {
    const plan = planSealed && (await openedPlan(db, change, planSealed).catch(asUnopenable));
    if (plan instanceof Unopenable) return null;
    const unsettled = { change: id, plan, stages: await stagesOf(db, change), endedFor: change.endedFor };
    return { unsettled, accounts: await accountsOf(db, change).catch(keptFault) };
  });
  // Without its plan nobody can tell.
  if (known === null) return 'never';
  const { accounts, unsettled } = known;
  if (accounts instanceof RouterFault) return 'later';
  return settle(routers, accounts.writes ?? accounts.reads, { unsettled, signal });
}

/** A router that cannot be reached as things are may be later. */
function keptFault(error: unknown): RouterFault {
  if (error instanceof RouterFault) return error;
  throw error;
}

function asUnopenable(error: unknown): Unopenable {
  if (error instanceof Unopenable) return error;
  throw error;
}
