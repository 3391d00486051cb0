import { createHash, randomUUID } from 'node:crypto';
import type { Principal } from '@/core/access';
import type { Tier } from '@/core/actions/define';
import { type CustomerId, type DeviceId, RolloutId } from '@/core/ids';
import { asCustomer } from '@/server/db/open';
import { sealFor } from '@/server/vault/data-keys';
import { preview } from './changes';
import type { TestDatabase } from './database';
import type { World } from './world';

/** The rollout that a cell of the matrix names, of each customer, and what there is to authorise of it; made anew for each. */
export const rollouts = {
  'acme-corp': '00000000-0000-4000-8000-0000000000b3',
  'other-isp': '00000000-0000-4000-8000-0000000000b4',
};
export const rolloutDigests = { 'acme-corp': '0'.repeat(64), 'other-isp': '0'.repeat(64) };

/** What a door needs it to be: waiting for a decision, under way, stopped, or over with a failure. */
type Stand = 'planned' | 'running' | 'stopped' | 'done';

export const standFor = (path: string): Stand =>
  path === 'rollouts.stop'
    ? 'running'
    : path === 'rollouts.resume'
      ? 'stopped'
      : path === 'rollouts.retry'
        ? 'done'
        : 'planned';

interface Making {
  readonly by: Principal;
  readonly stand: Stand;
  readonly tier?: Tier;
}

/** In each customer a rollout of one device that this person asked for. */
export async function makeRollouts(database: TestDatabase, world: World, making: Making): Promise<void> {
  const { owner } = database;
  await owner`delete from app.change`;
  await owner`delete from app.rollout`;
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    const [customer, [device]] = [world.customers[slug], world.devices[slug]];
    if (device === undefined) throw new Error('there are three');
    const id = await makeRollout(database, { ...making, customer, device, signer: world.people.superAdmin.personId });
    rollouts[slug] = id;
    rolloutDigests[slug] = await digestOf(database, id);
  }
}

async function digestOf({ owner }: TestDatabase, id: string): Promise<string> {
  const [row] = await owner`select app.rollout_text(${id}) as text`;
  return createHash('sha256').update(String(row?.text)).digest('hex');
}

async function makeRollout(
  database: TestDatabase,
  {
    by,
    stand,
    tier = 'W2',
    customer,
    device,
    signer,
  }: Making & {
    readonly customer: CustomerId;
    readonly device: DeviceId;
    readonly signer: string;
  },
): Promise<RolloutId> {
  const { owner } = database;
  const [id, change] = [RolloutId.parse(randomUUID()), randomUUID()];
  await owner`
    insert into app.rollout (id, customer_id, template_id, template_version, wave_size, device_count, is_wide, asked_by, by_name, by_role)
    select ${id}, ${customer}, 'system.ntp', 2, 5, 1, false, p.id, p.name, p.role from app.person p where p.id = ${by.personId}`;
  const place = { table: 'change', column: 'params_sealed', row: change, customerId: customer };
  const params = await asCustomer(customer, 'test', ({ db }) => sealFor(db, place, '{"servers":["192.0.2.1"]}'));
  await owner`
    insert into app.change (id, customer_id, device_id, template_id, template_version, params_sealed, asked_by, by_name, by_role,
      rollout_id, rollout_position)
    select ${change}, ${customer}, ${device}, 'system.ntp', 2, ${params}, p.id, p.name, p.role, ${id}, 1
    from app.person p where p.id = ${by.personId}`;
  if (stand === 'done') {
    await owner`update app.change set state = 'failed', ended_at = now() where id = ${change}`;
    await owner`update app.rollout set state = 'done' where id = ${id}`;
    return id;
  }
  await preview(customer, change, tier);
  if (stand === 'planned') return id;
  await owner`update app.rollout set state = 'running', authorised_by = ${signer}, digest = ${await digestOf(database, id)}
    where id = ${id}`;
  if (stand === 'stopped')
    await owner`update app.rollout set state = 'stopped', stopped_by = ${signer} where id = ${id}`;
  return id;
}
