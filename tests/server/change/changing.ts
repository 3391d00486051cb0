import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { until } from '@/cli/until';
import type { Principal } from '@/core/access';
import type { ChangeState, Stage } from '@/core/change/change';
import { ChangeId, type CustomerId, type DeviceId } from '@/core/ids';
import { asPerson } from '@/server/db/open';
import { sealFor } from '@/server/vault/data-keys';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import type { TestDatabase } from '../../support/database';
import type { Fleet } from '../../support/routers';
import { accounts, populate, subscriber, writing } from './scene';

/* A change as people make it, with the rights that people have. */

/** A device with both accounts, whose router has the subscriber on it. */
export async function enrolled(
  fleet: Fleet,
  device: DeviceId,
  options: Partial<RouterOptions> = {},
): Promise<SimulatedRouter> {
  const router = await fleet.enrol(device, { accounts, ...options });
  await fleet.giveWriteAccount(device, writing);
  populate(router);
  return router;
}

export interface Asked {
  readonly device: DeviceId;
  readonly customer: CustomerId;
  readonly template?: 'subscriber.suspend' | 'subscriber.resume';
  readonly name?: string;
  readonly reverts?: ChangeId;
}

export function ask(me: Principal, { device, customer, template, name, reverts }: Asked): Promise<ChangeId> {
  const id = ChangeId.parse(randomUUID());
  return asPerson(me, async ({ db }) => {
    const place = { table: 'change', column: 'params_sealed', row: id, customerId: customer };
    const params =
      reverts === undefined ? await sealFor(db, place, JSON.stringify({ name: name ?? subscriber })) : null;
    await db.execute(sql`
      insert into app.change (id, customer_id, device_id, template_id, template_version, params_sealed, reverts_id, asked_by)
      values (${id}, ${customer}, ${device}, ${template ?? 'subscriber.suspend'}, 1, ${params}, ${reverts ?? null},
        ${me.personId})`);
    return id;
  });
}

export const authorise = (me: Principal, change: ChangeId): Promise<unknown> =>
  asPerson(me, ({ db }) =>
    db.execute(sql`update app.change set state = 'authorised', authorised_by = ${me.personId} where id = ${change}`),
  );

export const withdraw = (me: Principal, change: ChangeId): Promise<unknown> =>
  asPerson(me, ({ db }) =>
    db.execute(sql`update app.change set state = 'withdrawn', withdrawn_by = ${me.personId} where id = ${change}`),
  );

export interface Row {
  readonly state: ChangeState;
  readonly fault: string | null;
  readonly isDue: boolean;
  readonly stages: readonly Stage[];
}

/** How a change stands, as the owner sees it. */
export async function rowOf({ owner }: TestDatabase, change: ChangeId): Promise<Row> {
  const [row] = await owner`select c.state, c.fault_code as fault, c.look_at is not null as "isDue",
      array(select s.stage::text from app.change_stage s where s.change_id = c.id order by s.number) as stages
    from app.change c where c.id = ${change}`;
  return row as unknown as Row; // safe: the columns are those that were just named.
}

/** Settles once it is in one of these states. Throws after half a minute. */
export async function reaches(
  database: TestDatabase,
  change: ChangeId,
  ...states: readonly ChangeState[]
): Promise<Row> {
  const isThere = async () => states.includes((await rowOf(database, change)).state);
  if (!(await until(isThere, 30_000))) throw new Error(`it is ${JSON.stringify(await rowOf(database, change))}`);
  return rowOf(database, change);
}

/** What the log says of a change, oldest first: the event, its outcome, and the state. */
export async function logged({ owner }: TestDatabase, change: ChangeId): Promise<string[]> {
  const rows = await owner`select event, outcome, body::jsonb -> 'detail' ->> 'state' as state from audit.entry
    where body::jsonb -> 'detail' ->> 'change' = ${change} order by at, id`;
  return rows.map(({ event, outcome, state }) => [event, outcome, state ?? '-'].join(' '));
}
