import { randomUUID } from 'node:crypto';
import { type Principal, type Role, roles } from '@/core/access';
import { BulkRunId, CustomerId, DeviceId, FamilyId, InvitationId, PersonId, RunId, SessionId } from '@/core/ids';
import type { Context } from '@/server/api/context';
import type { Sql } from '@/server/db/connection';
import type { TestDatabase } from './database';

export interface World {
  readonly people: Readonly<Record<Role, Principal>>;
  /** acme-corp is everybody's own; other-isp is nobody's but the Super Admin's. */
  readonly customers: Readonly<Record<'acme-corp' | 'other-isp', CustomerId>>;
  readonly devices: Readonly<Record<'acme-corp' | 'other-isp', readonly DeviceId[]>>;
  /** One that has ended, on the first device of each. */
  readonly runs: Readonly<Record<'acme-corp' | 'other-isp', RunId>>;
  /** One of the last device of each, which was refused. */
  readonly bulkRuns: Readonly<Record<'acme-corp' | 'other-isp', BulkRunId>>;
  /** An open one on the first device of each, without a run. */
  readonly sessions: Readonly<Record<'acme-corp' | 'other-isp', SessionId>>;
  /** An Operator of each and of no other. */
  readonly operators: Readonly<Record<'acme-corp' | 'other-isp', PersonId>>;
  /** An open one into each, made by the Super Admin. */
  readonly invitations: Readonly<Record<'acme-corp' | 'other-isp', InvitationId>>;
}

/** Two customers with three devices each, and one signed-in person per role, all but the first assigned to acme-corp. */
export async function makeWorld({ owner }: TestDatabase): Promise<World> {
  const customers = {
    'acme-corp': await makeCustomer(owner, 'acme-corp'),
    'other-isp': await makeCustomer(owner, 'other-isp'),
  };
  const devices = {
    'acme-corp': await makeDevices(owner, customers['acme-corp'], 3),
    'other-isp': await makeDevices(owner, customers['other-isp'], 3),
  };
  const people = await makePeople(owner, customers['acme-corp']);
  const runs = {
    'acme-corp': await makeRun(owner, customers['acme-corp'], people.superAdmin),
    'other-isp': await makeRun(owner, customers['other-isp'], people.superAdmin),
  };
  const bulkRuns = {
    'acme-corp': await makeBulkRun(owner, customers['acme-corp'], people.superAdmin),
    'other-isp': await makeBulkRun(owner, customers['other-isp'], people.superAdmin),
  };
  const sessions = {
    'acme-corp': await makeSession(owner, firstOf(devices['acme-corp']), people.superAdmin),
    'other-isp': await makeSession(owner, firstOf(devices['other-isp']), people.superAdmin),
  };
  const operators = {
    'acme-corp': (await makePerson(owner, 'operator', [customers['acme-corp']])).personId,
    'other-isp': (await makePerson(owner, 'operator', [customers['other-isp']])).personId,
  };
  const invitations = {
    'acme-corp': await makeInvitation(owner, customers['acme-corp'], people.superAdmin),
    'other-isp': await makeInvitation(owner, customers['other-isp'], people.superAdmin),
  };
  return { people, customers, devices, runs, bulkRuns, sessions, operators, invitations };
}

/** An open invitation of a Viewer into this customer; nobody has its link. */
async function makeInvitation(owner: Sql, customer: CustomerId, by: Principal): Promise<InvitationId> {
  const email = `invited-${randomUUID()}@example.net`;
  const [row] = await owner`
    insert into app.invitation (email, role, customers, secret_hash, made_by, made_at, expires_at)
    values (${email}, 'viewer', array[${customer}]::uuid[], sha256(${email}::bytea), ${by.personId}, app.now(),
      app.now() + interval '7 days') returning id`;
  return InvitationId.parse(row?.id);
}

async function makePeople(owner: Sql, customer: CustomerId): Promise<World['people']> {
  const made = await Promise.all(
    roles.map(async (role) => [role, await makePerson(owner, role, role === 'superAdmin' ? [] : [customer])] as const),
  );
  // safe: one entry per role, from the list of roles itself.
  return Object.fromEntries(made) as World['people'];
}

/** A run on the customer's first device that has ended without a row. */
async function makeRun(owner: Sql, customer: CustomerId, by: Principal): Promise<RunId> {
  const [row] = await owner`
    insert into app.run (customer_id, device_id, action_id, effect, params, intended_by, by_name, by_role, state, ended_at)
    select ${customer}, d.id, 'sys.overview', 'read', '{}', ${by.personId}, 'Somebody', ${by.role}, 'done', now()
    from app.device d where d.customer_id = ${customer} order by d.name limit 1 returning id`;
  return RunId.parse(row?.id);
}

/** A bulk run of the customer's last device, which was refused. */
async function makeBulkRun(owner: Sql, customer: CustomerId, by: Principal): Promise<BulkRunId> {
  const [row] = await owner`
    insert into app.bulk_run (customer_id, action_id, params, asked_by, by_name, by_role, device_count)
    values (${customer}, 'sys.overview', '{}', ${by.personId}, 'Somebody', ${by.role}, 1) returning id`;
  await owner`
    insert into app.bulk_refusal (bulk_run_id, device_id, customer_id, asked_by, reason)
    select ${row?.id}, d.id, ${customer}, ${by.personId}, 'It was not to be.'
    from app.device d where d.customer_id = ${customer} order by d.name desc limit 1`;
  return BulkRunId.parse(row?.id);
}

const firstOf = (devices: readonly DeviceId[]): DeviceId => DeviceId.parse(devices[0]);

/** A session on this device, opened by this person. */
export async function makeSession(owner: Sql, device: DeviceId, by: Principal): Promise<SessionId> {
  const [row] = await owner`
    insert into app.session (customer_id, title, opened_by, by_name, by_role)
    select customer_id, 'It is slow', ${by.personId}, 'Somebody', ${by.role} from app.device where id = ${device}
    returning id, customer_id`;
  const id = SessionId.parse(row?.id);
  const signed = { by_id: by.personId, by_name: 'Somebody', by_role: by.role, from_address: '192.0.2.7' };
  const step = { ...signed, session_id: id, customer_id: String(row?.customer_id), number: 0 };
  await owner`insert into app.session_step ${owner({ ...step, kind: 'opened', text: 'It is slow.' })}`;
  await owner`insert into app.session_step ${owner({ ...step, kind: 'deviceAdded', device_id: device })}`;
  return id;
}

export async function makeCustomer(owner: Sql, slug: string): Promise<CustomerId> {
  const [row] = await owner`insert into app.customer (slug, name) values (${slug}, ${slug}) returning id`;
  return CustomerId.parse(row?.id);
}

export async function makeDevices(owner: Sql, customer: CustomerId, count: number): Promise<DeviceId[]> {
  const rows = await owner`
    insert into app.device (customer_id, name, address)
    select ${customer}, 'router-' || lpad(i::text, 5, '0'), '10.0.0.' || i % 250 from generate_series(1, ${count}) i returning id`;
  await owner`
    insert into app.device_status (device_id, customer_id, is_up, since, tried_at, answered_at)
    select id, customer_id, true, now(), now(), now() from app.device where customer_id = ${customer}
    on conflict do nothing`;
  return rows.map((row) => DeviceId.parse(row.id));
}

/** A person who is signed in: what a verified access token of theirs says. */
export async function makePerson(owner: Sql, role: Role, customers: readonly CustomerId[]): Promise<Principal> {
  const email = `${role.toLowerCase()}-${randomUUID()}@example.net`;
  const [person] = await owner`
    insert into app.person (email, name, role) values (${email}, ${`The ${role}`}, ${role}) returning id, epoch`;
  const personId = PersonId.parse(person?.id);
  for (const customer of customers)
    await owner`insert into app.membership (person_id, customer_id) values (${personId}, ${customer})`;
  return { personId, familyId: await makeFamily(owner, personId), role, epoch: Number(person?.epoch) };
}

export async function makeFamily(owner: Sql, person: PersonId): Promise<FamilyId> {
  const [family] = await owner`
    insert into app.token_family (person_id, address, agent, expires_at, idle_seconds)
    values (${person}, '192.0.2.7', 'tests', now() + interval '30 days', 43200) returning id`;
  return FamilyId.parse(family?.id);
}

/** The context of a request by this person, or by a stranger. Each has a request id of its own. */
export function contextFor(principal: Principal | null, address = '192.0.2.7'): Context {
  return {
    credential: principal === null ? { kind: 'none' } : { kind: 'person', principal },
    origin: { address, agent: 'tests', requestId: randomUUID() },
  };
}

/** Entries with this request id, as parsed bodies: what a request left behind. */
export async function entriesOf(owner: Sql, requestId: string): Promise<Record<string, unknown>[]> {
  const rows = await owner`select body from audit.entry where body::jsonb ->> 'request' = ${requestId} order by at`;
  return rows.map((row) => JSON.parse(row.body));
}
