import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { Tier } from '@/core/actions/define';
import { type ChangeState, changeStates, type Preview, previewMinutes } from '@/core/change/change';
import { ChangeId, CustomerId, type DeviceId } from '@/core/ids';
import { asCustomer } from '@/server/db/open';
import { keyForSealing, sealFor } from '@/server/vault/data-keys';
import type { TestDatabase } from './database';
import type { World } from './world';

/** What a preview of suspending Maria finds. */
export const previewOf = (tier: Tier): Preview => ({
  changes: [
    {
      ...{ step: 0, row: '*1A', deed: 'set', anchor: null },
      before: { name: 'maria', disabled: 'false' },
      after: { name: 'maria', disabled: 'true' },
    },
  ],
  others: { history: null, holder: null },
  guard: { rung: 'safeMode', why: null, firesSeconds: null },
  ...{ refusals: [], tier, lost: [], lockout: null, warnings: [], routerOs: '7.20.8', ownAddress: '192.0.2.7' },
  steps: [{ menu: '/ppp/secret', verb: 'set', where: { name: 'maria' }, noun: 'subscriber', isPassing: false }],
  lines: ['/ppp/secret/set [find name=maria] disabled=yes'],
  inverse: ['/ppp/secret/set [find name=maria] disabled=no'],
});

/** A digest that a preview could have. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Gives every device of a customer credentials, with an account that writes or without. */
export async function giveAccounts({ owner }: TestDatabase, customer: CustomerId, hasWrite: boolean): Promise<void> {
  const [set] = await owner`insert into app.credential_set (customer_id, name, read_sealed, write_sealed)
    values (${customer}, ${hasWrite ? 'Writing' : 'Reading'}, '\\x00', ${hasWrite ? '\\x00' : null}) returning id`;
  await owner`update app.device set credential_set_id = ${set?.id} where customer_id = ${customer}`;
  // As there is wherever an Admin has given credentials: an Operator makes none.
  await asCustomer(customer, 'test', ({ db }) => keyForSealing(db, customer));
}

/** Previews a change as its work does, in the role of the work; or refuses it, because it would cut our own way. Returns the digest. */
export async function preview(customer: CustomerId, id: string, tier: Tier = 'W2', isLockout = false): Promise<string> {
  const digest = digestOf(id);
  await asCustomer(customer, 'test', async ({ db }) => {
    const place = { table: 'change', column: 'preview_sealed', row: id, customerId: customer };
    const sealed = await sealFor(db, place, JSON.stringify(previewOf(tier)));
    await db.execute(sql`
      update app.change set state = ${isLockout ? 'refused' : 'previewed'}, is_lockout = ${isLockout},
        ended_at = ${isLockout ? sql`app.now()` : null}, preview_sealed = ${sealed}, previewed_at = app.now(), tier = ${tier},
        guard = 'safeMode', is_undone = true, digest = ${digest}, expires_at = app.now() + make_interval(mins => ${previewMinutes}) where id = ${id}`);
  });
  return digest;
}

/** Moves a change on as its work does, through these states. */
export async function move(customer: CustomerId, id: string, ...states: readonly ChangeState[]): Promise<void> {
  const ends: readonly ChangeState[] = ['verified', 'reverted', 'failed', 'unknown', 'unneeded', 'refused'];
  for (const state of states)
    await asCustomer(customer, 'test', ({ db }) =>
      db.execute(sql`update app.change set state = ${state}, ended_at = ${ends.includes(state) ? sql`app.now()` : null}
        where id = ${id}`),
    );
}

/** A change that this person asked for, as the database sees it; nobody has looked at the router yet. */
export async function makeChange(
  { owner }: TestDatabase,
  { customer, device, by }: { readonly customer: CustomerId; readonly device: DeviceId; readonly by: string },
): Promise<ChangeId> {
  const id = randomUUID();
  const place = { table: 'change', column: 'params_sealed', row: id, customerId: customer };
  const params = await asCustomer(customer, 'test', ({ db }) => sealFor(db, place, '{"name":"maria"}'));
  await owner`
    insert into app.change (id, customer_id, device_id, template_id, template_version, params_sealed, asked_by, by_name, by_role)
    select ${id}, ${customer}, ${device}, 'subscriber.suspend', 1, ${params}, p.id, p.name, p.role
    from app.person p where p.id = ${by}`;
  return ChangeId.parse(id);
}

/** The change that a cell of the matrix names, of each customer; made anew for each. */
export const changes = {
  'acme-corp': '00000000-0000-4000-8000-0000000000a3',
  'other-isp': '00000000-0000-4000-8000-0000000000a4',
};

/** In each customer a change that this person asked for, as a door needs it: previewed; or made, so that it can be taken back. */
export async function makeChanges(
  database: TestDatabase,
  world: World,
  {
    by,
    isMade,
    tier = 'W2',
    isLockout = false,
  }: { readonly by: Principal; readonly isMade: boolean; readonly tier?: Tier; readonly isLockout?: boolean },
): Promise<void> {
  const { owner } = database;
  await owner`delete from app.change`;
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    const [customer, [device]] = [world.customers[slug], world.devices[slug]];
    if (device === undefined) throw new Error('there are three');
    const id = await makeChange(database, { customer, device, by: by.personId });
    changes[slug] = id;
    await preview(customer, id, tier, isLockout);
    if (!isMade) continue;
    const signer = world.people.superAdmin.personId;
    await owner`update app.change set state = 'authorised', authorised_by = ${signer} where id = ${id}`;
    await move(customer, id, 'applying', 'verified');
  }
}

/** Has whoever asked for a W3 authorise it alone, being on call; with the states that it went through afterwards. */
export async function authoriseOnCall(
  { owner }: TestDatabase,
  id: string,
  ...states: readonly ChangeState[]
): Promise<void> {
  const [row] =
    await owner`update app.customer c set on_call_id = h.asked_by, on_call_until = app.now() + interval '8 hours'
    from app.change h where h.id = ${id} and c.id = h.customer_id returning c.id as customer`;
  await owner`update app.change set state = 'authorised', authorised_by = asked_by, is_on_call = true, reason = 'It cannot wait.'
    where id = ${id}`;
  await move(CustomerId.parse(row?.customer), id, ...states);
}

const ends: readonly ChangeState[] = changeStates.filter(
  (state) => !['previewing', 'previewed', 'authorised', 'applying'].includes(state),
);

/** Whoever asked rejects nothing: it is somebody else. */
const anAdmin = `(select p.id from app.person p where p.role = 'admin' limit 1)`;

/** All that a row in this state has to say, in SQL, when it comes from another. */
export function changeBasics(state: ChangeState, by: string, from: ChangeState): string {
  const isPreviewed = from === 'previewing' && !['failed', 'unneeded', 'refused', 'withdrawn'].includes(state);
  return [
    `state = '${state}'`,
    `ended_at = ${ends.includes(state) ? 'now()' : 'null'}`,
    `withdrawn_by = ${state === 'withdrawn' ? `'${by}'` : 'null'}`,
    `rejected_by = ${state === 'rejected' ? anAdmin : 'null'}`,
    `reason = ${state === 'rejected' ? `'Not today.'` : 'null'}`,
    ...(isPreviewed
      ? [
          `preview_sealed = '\\x00', previewed_at = app.now(), tier = 'W2', digest = '${digestOf('basics')}'`,
          `expires_at = app.now() + interval '1 hour'`,
        ]
      : []),
    ...(state === 'authorised' ? [`authorised_by = '${by}'`] : []),
  ].join(', ');
}

const pathTo: Readonly<Record<ChangeState, readonly ChangeState[]>> = {
  previewing: [],
  previewed: ['previewed'],
  authorised: ['previewed', 'authorised'],
  applying: ['previewed', 'authorised', 'applying'],
  verified: ['previewed', 'authorised', 'applying', 'verified'],
  reverted: ['previewed', 'authorised', 'applying', 'reverted'],
  unknown: ['previewed', 'authorised', 'applying', 'unknown'],
  failed: ['failed'],
  unneeded: ['unneeded'],
  refused: ['refused'],
  withdrawn: ['withdrawn'],
  rejected: ['previewed', 'rejected'],
  expired: ['previewed', 'expired'],
};

/** The statements that bring a change which was just asked for into this state. */
export function moves(state: ChangeState, { id, by }: { readonly id: string; readonly by: string }): string[] {
  const steps = pathTo[state];
  return steps.map(
    (to, index) => `update app.change set ${changeBasics(to, by, steps[index - 1] ?? 'previewing')} where id = '${id}'`,
  );
}
