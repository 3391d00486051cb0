import { desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Principal } from '@/core/access';
import { actions } from '@/core/actions/all';
import { rolloutName } from '@/core/rollout/rollout';
import { sessionName } from '@/core/sessions';
import { actionIn } from '@/core/shown/run-words';
import type { Transaction } from './connection';
import { peopleInReach } from './people';
import { joinReach } from './reach';
import { bulkRun } from './schema/bulk-runs';
import { device, site } from './schema/devices';
import { customer, person } from './schema/people';
import { rollout } from './schema/rollouts';
import { session } from './schema/sessions';

/**
 * The present names of devices, customers, sites, sessions, bulk runs and people that the caller sees, by id; a bulk run goes
 * by its action's title. What is not found has no name here. `targetsNamed` finds each of these kinds by its name.
 */
export async function namesOf(
  db: Transaction['db'],
  me: Principal,
  targets: readonly { readonly kind: string; readonly id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (kind: string) => [...new Set(targets.filter((one) => one.kind === kind).map(({ id }) => id))];
  const devices = db.select({ id: device.id, name: device.name }).from(device).$dynamic();
  const customers = db.select({ id: customer.id, name: customer.slug }).from(customer).$dynamic();
  const sites = db.select({ id: site.id, name: site.name }).from(site).$dynamic();
  const sessions = db.select({ id: session.id, number: session.number }).from(session).$dynamic();
  const bulkRuns = db.select({ id: bulkRun.id, action: bulkRun.actionId }).from(bulkRun).$dynamic();
  const rollouts = db.select({ id: rollout.id, number: rollout.number }).from(rollout).$dynamic();
  const rows = await Promise.all([
    joinReach(devices, me, device.customerId).where(inArray(device.id, idsOf('device'))),
    joinReach(customers, me, customer.id).where(inArray(customer.id, idsOf('customer'))),
    joinReach(sites, me, site.customerId).where(inArray(site.id, idsOf('site'))),
    joinReach(sessions, me, session.customerId)
      .where(inArray(session.id, idsOf('session')))
      .then((found) => found.map(({ id, number }) => ({ id, name: sessionName(number) }))),
    joinReach(bulkRuns, me, bulkRun.customerId)
      .where(inArray(bulkRun.id, idsOf('bulkRun')))
      .then((found) => found.map(({ id, action }) => ({ id, name: actionIn({ action })?.title ?? action }))),
    joinReach(rollouts, me, rollout.customerId)
      .where(inArray(rollout.id, idsOf('rollout')))
      .then((found) => found.map(({ id, number }) => ({ id, name: rolloutName(number) }))),
    db
      .select({ id: person.id, name: person.name })
      .from(person)
      .where(inArray(person.id, idsOf('person'))),
  ]);
  return new Map(rows.flat().map(({ id, name }) => [id, name]));
}

/** No word means so many things; beyond it whoever searches has to be more exact. */
const mostNamed = 200;

/** What the caller reaches whose present name has this word in it, in any case, as `kind/id`. */
export async function targetsNamed(db: Transaction['db'], me: Principal, word: string): Promise<string[]> {
  const holds = (column: AnyPgColumn) => sql`strpos(lower(${column}), ${word}) > 0`;
  const devices = db.select({ id: device.id }).from(device).$dynamic();
  const customers = db.select({ id: customer.id }).from(customer).$dynamic();
  const sites = db.select({ id: site.id }).from(site).$dynamic();
  const sessions = db.select({ id: session.id }).from(session).$dynamic();
  const bulkRuns = db.select({ id: bulkRun.id }).from(bulkRun).$dynamic();
  const titled = actions.filter(({ title }) => title.toLowerCase().includes(word)).map(({ id }) => id);
  const number = /^s-(\d{1,9})$/.exec(word)?.[1];
  const rolloutNumber = /^r-(\d{1,9})$/.exec(word)?.[1];
  const rollouts = db.select({ id: rollout.id }).from(rollout).$dynamic();
  const found = [
    ['device', await joinReach(devices, me, device.customerId).where(holds(device.name)).limit(mostNamed)],
    ['customer', await joinReach(customers, me, customer.id).where(holds(customer.slug)).limit(mostNamed)],
    ['site', await joinReach(sites, me, site.customerId).where(holds(site.name)).limit(mostNamed)],
    [
      'session',
      number === undefined
        ? []
        : await joinReach(sessions, me, session.customerId)
            .where(eq(session.number, Number(number)))
            .limit(mostNamed),
    ],
    [
      'bulkRun',
      // Many have the same one: the newest.
      await joinReach(bulkRuns, me, bulkRun.customerId)
        .where(or(inArray(bulkRun.actionId, titled), holds(bulkRun.actionId)))
        .orderBy(desc(bulkRun.askedAt))
        .limit(mostNamed),
    ],
    [
      'rollout',
      rolloutNumber === undefined
        ? []
        : await joinReach(rollouts, me, rollout.customerId)
            .where(eq(rollout.number, Number(rolloutNumber)))
            .limit(mostNamed),
    ],
    ['person', (await peopleInReach(db)).filter(({ name }) => name.toLowerCase().includes(word))],
  ] as const;
  return found.flatMap(([kind, rows]) => rows.map(({ id }) => `${kind}/${id}`));
}
