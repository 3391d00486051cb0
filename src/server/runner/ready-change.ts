import type { Values } from '@/core/actions/parameter';
import type { Preview } from '@/core/change/change';
import { inverse } from '@/core/change/inverse';
import type { Plan } from '@/core/change/predict';
import { faults } from '@/core/faults';
import { compile } from '@/core/templates/compile';
import type { Template } from '@/core/templates/define';
import type { Order } from '../change/made';
import type { Wanted } from '../change/wanted';
import type { ClaimedChange } from '../db/change-claims';
import { paramsOf, planOf, previewSealedOf } from '../db/change-sealed';
import type { ChangeRef } from '../db/change-work';
import type { Transaction } from '../db/open';
import { targetOf } from '../db/targets';
import { templateAt, templateDigest } from '../db/templates';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import { unsealFrom } from '../vault/data-keys';
import { otherTargetsOf, routerTargetOf } from './targets';

type Db = Transaction['db'];

/** A router with both accounts: one that reads, and one that writes. */
export interface Accounts {
  readonly reads: RouterTarget;
  readonly writes: RouterTarget | null;
}

/** How the device is reached. Throws RouterFault where it cannot be, or where it is not in use any more. */
export async function accountsOf(db: Db, { device }: ClaimedChange): Promise<Accounts> {
  const found = await targetOf(db, device);
  if (found === undefined) throw new RouterFault('notInUse', faults.notInUse.advice);
  const reads = await routerTargetOf(db, found);
  const others = await otherTargetsOf(db, found, reads);
  return { reads, writes: others.find(({ account }) => account === 'write')?.target ?? null };
}

/** All that a change takes. */
export interface ReadyChange {
  readonly wanted: Wanted;
  /** With the account that writes: what is previewed is seen with the eyes that see it when it is made. */
  readonly writes: RouterTarget;
}

/** In the transaction of its customer. Throws RouterFault for what keeps it from being made. */
export async function readyChange(db: Db, claimed: ClaimedChange): Promise<ReadyChange> {
  const { device, reverts, rollout, isWide } = claimed;
  const template = await boundTemplate(db, claimed);
  const { writes } = await accountsOf(db, claimed);
  if (writes === null) throw new RouterFault('noWriteCredentials');
  const values = await openedParams(db, { ...claimed, id: claimed.paramsOf });
  const steps = reverts === null ? compile(template, values) : await stepsBack(db, { ...claimed, id: reverts });
  const wanted = { template, reverts, values, device, steps };
  return { wanted: rollout === null ? wanted : { ...wanted, rollout: { id: rollout, isWide } }, writes };
}

/** Exactly the version that the change was asked for with; one that was retired meanwhile only takes back. Throws RouterFault. */
async function boundTemplate(
  db: Db,
  { template: id, version, templateDigest: bound, isDirect, reverts }: ClaimedChange,
): Promise<Template> {
  const found = await templateAt(db, id, version);
  const isOther = bound !== null && found !== null && templateDigest(found.template) !== bound;
  // Who may authorise it hangs on that: what the row says is not taken for it.
  if (found === null || isOther || (found.template.isDirect === true) !== isDirect)
    throw new RouterFault('differs', 'The template is not any more what it was when this was asked for.');
  if (found.isRetired && reverts === null)
    throw new RouterFault(
      'differs',
      `Version ${version} of the template was retired: ask for it anew with one that is in force.`,
    );
  return found.template;
}

async function openedParams(db: Db, { id, customerId }: ChangeRef): Promise<Values> {
  const sealed = await paramsOf(db, { id, customerId });
  if (sealed === null) throw new RouterFault('differs', 'What it was asked with is not kept any more.');
  const place = { table: 'change', column: 'params_sealed', row: id, customerId };
  // safe: they were checked when it was asked for; compiling checks them once more.
  return JSON.parse(await unsealFrom(db, place, sealed)) as Values;
}

async function stepsBack(db: Db, of: ChangeRef): Promise<Wanted['steps']> {
  const plan = await planOf(db, of);
  if (plan === null) throw new RouterFault('differs', 'Of the change that is to be taken back no plan is kept.');
  return inverse(await openedPlan(db, of, plan.sealed), !plan.isMade);
}

/** What its preview, which was authorised, said that still has to be so when it is made. */
export async function previewedOf(db: Db, change: ClaimedChange): Promise<Pick<Order, 'seen' | 'overridden'>> {
  const { id, customerId, isOverridden } = change;
  const sealed = await previewSealedOf(db, change);
  if (sealed === null) return { seen: null, overridden: null };
  const place = { table: 'change', column: 'preview_sealed', row: id, customerId };
  // safe: only the runner writes there, and nothing but previews; one of before others were looked at has none of them.
  const { others, lockout } = JSON.parse(await unsealFrom(db, place, sealed)) as Omit<Preview, 'others'> &
    Partial<Preview>;
  return { seen: others ?? null, overridden: isOverridden ? lockout : null };
}

/** The plan of a change out of the vault. */
export async function openedPlan(db: Db, { id, customerId }: ChangeRef, sealed: Uint8Array): Promise<Plan> {
  const place = { table: 'change', column: 'plan_sealed', row: id, customerId };
  return JSON.parse(await unsealFrom(db, place, sealed)) as Plan; // safe: only the runner writes there, and nothing but plans.
}
