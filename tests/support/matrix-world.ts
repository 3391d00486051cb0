import bcrypt from 'bcryptjs';
import type { Principal } from '@/core/access';
import { CustomerId } from '@/core/ids';
import { processEnv } from '@/env';
import { hashOfSecret } from '@/server/auth/one-time-secret';
import { peppered } from '@/server/auth/password-hash';
import { asCustomer } from '@/server/db/open';
import { keyForSealing, sealFor } from '@/server/vault/data-keys';
import { createMasterKey, deriveKey, loadMasterKey, type MasterKey } from '@/server/vault/master-key';
import { makePair } from './certificates';
import type { TestDatabase } from './database';
import { adminsOfBoth } from './matrix-askers';
import type { World } from './world';

/** The secret of an invitation that the matrix presents. */
export const ownSecret = `inv1.${'A'.repeat(43)}`;

/** Of each customer: a device that is archived, and a set of credentials. */
export const archivedDevices = {
  'acme-corp': '00000000-0000-4000-8000-0000000000a1',
  'other-isp': '00000000-0000-4000-8000-0000000000a2',
} as const;
export const credentialSets = {
  'acme-corp': '00000000-0000-4000-8000-0000000000b1',
  'other-isp': '00000000-0000-4000-8000-0000000000b2',
} as const;

/** Of each customer: a site at which nothing stands, and one that is archived. */
export const sites = {
  'acme-corp': '00000000-0000-4000-8000-0000000000c1',
  'other-isp': '00000000-0000-4000-8000-0000000000c2',
} as const;
export const archivedSites = {
  'acme-corp': '00000000-0000-4000-8000-0000000000d1',
  'other-isp': '00000000-0000-4000-8000-0000000000d2',
} as const;
/** Of each customer: an open alarm of its site. */
export const alarms = {
  'acme-corp': '00000000-0000-4000-8000-0000000000f1',
  'other-isp': '00000000-0000-4000-8000-0000000000f2',
} as const;
/** An audit entry of each customer, made anew with the world: an id of one's own cannot be chosen there. */
export const auditEntries: Record<'acme-corp' | 'other-isp', { at: string; entry: string }> = {
  'acme-corp': { at: '', entry: '' },
  'other-isp': { at: '', entry: '' },
};

/** A certificate for the public address, made anew with the world: no key stands in a file of this project. */
export const givenPair = { certificate: '', key: '' };

/** The Super Admin's own, for the door that asks for it. */
export const superAdminsPassword = 'tulip gravel nine cobalt';

/** What the routers of both customers show. */
export const shownPin = 'ab'.repeat(32);

/** A webhook of the system's, of no customer. */
export const webhookId = '00000000-0000-4000-8000-0000000000e1';

/** Some doors seal what they are given. */
async function masterKey(): Promise<MasterKey> {
  const { keysDirectory } = processEnv();
  return loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
}

/** Gives somebody the password that the door of erasing is shown. Nobody is signed out for it: the matrix asks with the session it has. */
export async function givePassword({ owner }: TestDatabase, personId: string): Promise<void> {
  const hash = await bcrypt.hash(peppered(deriveKey(await masterKey(), 'passwordPepper'), superAdminsPassword), 4);
  await owner`alter table app.person disable trigger a_change_ends_families`;
  await owner`update app.person set password_hash = ${hash} where id = ${personId}`;
  await owner`alter table app.person enable trigger a_change_ends_families`;
}

/** Puts into the world what only some doors ask for. */
export async function furnish({ owner }: TestDatabase, { customers }: World): Promise<void> {
  await masterKey();
  Object.assign(givenPair, await makePair());
  await owner`insert into app.customer (slug, name, archived_at) values ('gone-isp', 'gone-isp', now())`;
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    await owner`insert into app.device (id, customer_id, name, address, archived_at)
      values (${archivedDevices[slug]}, ${customers[slug]}, 'gone', '10.0.9.9', now())`;
    await owner`insert into app.credential_set (id, customer_id, name, read_sealed, write_sealed)
      values (${credentialSets[slug]}, ${customers[slug]}, 'Kept', '\\x00', '\\x00')`;
    await owner`update app.device set credential_set_id = ${credentialSets[slug]} where customer_id = ${customers[slug]}`;
    // As there is wherever an Admin has given credentials: an Operator makes none.
    await asCustomer(customers[slug], 'test', ({ db }) => keyForSealing(db, customers[slug]));
    await owner`insert into app.site (id, customer_id, name, archived_at)
      values (${sites[slug]}, ${customers[slug]}, 'Tower', null), (${archivedSites[slug]}, ${customers[slug]}, 'Gone', now())`;
    await owner.unsafe(alarmOf(slug, customers));
    const [made] =
      await owner`select audit.append('device.listed', 'ok', null, ${customers[slug]}, '{}', '{}', 'matrix') as id`;
    const [written] = await owner`select body::jsonb ->> 'at' as at, id from audit.entry where id = ${made?.id}`;
    auditEntries[slug] = { at: String(written?.at), entry: String(written?.id) };
  }
  await owner`update app.device_status set shown_pin = ${shownPin}`;
}

/** A lookup's id is made of a signed-in session's, so that each cell names its own. */
export const lookupOf = (family: string): string => `${family.slice(0, 14)}4${family.slice(15, 35)}0`;

/** Two lookups of this person: one in the own customer, and one in another, which was once theirs too. */
export async function makeLookups(
  { owner }: TestDatabase,
  { customers }: World,
  { personId }: Principal,
  family: { own: string; foreign: string },
): Promise<void> {
  for (const [slug, of] of [
    ['acme-corp', family.own],
    ['other-isp', family.foreign],
  ] as const) {
    const [id, customerId] = [lookupOf(of), CustomerId.parse(customers[slug])];
    const place = { table: 'lookup', column: 'subject_sealed', row: id, customerId };
    const sealed = await asCustomer(customerId, 'matrix', ({ db }) => sealFor(db, place, 'maria'));
    await owner`delete from app.lookup where id = ${id}`;
    await owner`insert into app.lookup (id, customer_id, asked_by, kind, subject_sealed)
      values (${id}, ${customerId}, ${personId}, 'name', ${sealed})`;
  }
}

/** An export of the audit log that this person asked for and that is done. */
export async function exportOf(
  { owner }: TestDatabase,
  { personId, familyId, role, epoch }: Principal,
): Promise<string> {
  const [made] = await owner`
    insert into app.audit_export (id, person_id, family_id, role, epoch, query, format, filter, request_id, expires_at, key_id,
      key_wrapped, state, sha256, part_count)
    values (gen_random_uuid(), ${personId}, ${familyId}, ${role}, ${epoch}, '', 'csv', '{}', 'matrix', now() + interval '1 day',
      gen_random_uuid(), '\\x00', 'done', 'x', 1) returning id`;
  return String(made?.id);
}

/** An invitation for whoever has this person's e-mail and role, behind the secret that the matrix presents. */
export async function inviteTo({ owner }: TestDatabase, { personId }: Principal): Promise<void> {
  const hash = hashOfSecret(ownSecret);
  await owner`delete from app.invitation where secret_hash = ${hash}`;
  await owner`
    insert into app.invitation (email, role, customers, secret_hash, made_by, made_at, expires_at)
    select p.email, p.role, array(select m.customer_id from app.membership m where m.person_id = p.id), ${hash}, s.id,
      app.now(), app.now() + interval '1 day'
    from app.person p, lateral (select id from app.person where role = 'superAdmin' and disabled_at is null limit 1) s
    where p.id = ${personId}`;
}

/** The statement that adds the webhook that the matrix names. */
export const webhookOf = ({ personId }: Principal): string =>
  `insert into app.webhook (id, url, secret_sealed, events, made_by, made_at)
    values ('${webhookId}', 'https://hooks.example.net/kept', '\\x00', '{device.wentDown}', '${personId}', now())`;

/** The statement that raises a customer's alarm. */
export const alarmOf = (slug: 'acme-corp' | 'other-isp', customers: World['customers']): string =>
  `insert into app.alarm (id, customer_id, kind, site_id, since, raised_at, announced_at)
    values ('${alarms[slug]}', '${customers[slug]}', 'site', '${sites[slug]}', now(), now(), now())`;

/** Undoes what a cell did to what the world names, so that each finds it as it was made. One round trip: there are many. */
export async function restore({ owner }: TestDatabase, { customers, operators, people }: World): Promise<void> {
  const assigned = [
    ...(['acme-corp', 'other-isp'] as const).map((slug) => [operators[slug], customers[slug]]),
    ...(['admin', 'operator', 'viewer'] as const).map((role) => [people[role].personId, customers['acme-corp']]),
  ];
  await owner`delete from app.membership where person_id = any(${adminsOfBoth}::uuid[])`;
  await owner.unsafe(`
    update app.customer set name = slug, on_call_id = null, archived_at = case slug when 'gone-isp' then now() end, erased_at = null,
      erased_counts = null, erasure_ended_at = null;
    delete from app.key_rotation;
    delete from app.device where name in ('enrolled by the matrix', 'imported by the matrix');
    update app.device d set tags = '{}', name = d.id::text, pin = null, site_id = null, archived_at = null;
    update app.device d set archived_at = now() where d.id in ('${Object.values(archivedDevices).join("', '")}');
    delete from app.site where name in ('Of the matrix', 'Made by the matrix');
    update app.site set name = 'Tower', zone = null, archived_at = null where id in ('${Object.values(sites).join("', '")}');
    update app.site set archived_at = '2026-01-01' where id in ('${Object.values(archivedSites).join("', '")}');
    delete from app.credential_set where name = 'Made by the matrix';
    update app.credential_set set read_sealed = '\\x00', name = 'Kept', changed_at = '2026-01-01';
    delete from app.customer where slug = 'matrix-isp';
    delete from app.alarm;
    ${alarmOf('acme-corp', customers)};
    ${alarmOf('other-isp', customers)};
    delete from app.webhook;
    ${webhookOf(people.superAdmin)};
    delete from app.invitation where email = 'new@example.net';
    update app.invitation set revoked_at = null, secret_hash = sha256(email::bytea), made_by = '${people.superAdmin.personId}',
      expires_at = made_at + interval '7 days' where accepted_at is null;
    update app.person set role = 'operator', disabled_at = null where id in ('${Object.values(operators).join("', '")}');
    update app.person set epoch = 1 where id in ('${Object.values(operators).join("', '")}');
    delete from app.membership where person_id in ('${Object.values(operators).join("', '")}');
    insert into app.membership (person_id, customer_id)
      values ${assigned.map(([person, customer]) => `('${person}', '${customer}')`).join(', ')} on conflict do nothing`);
}

/** What is stored of the foreign customer, its people and its invitation. */
export async function foreignState(database: TestDatabase, world: World): Promise<string> {
  await restore(database, world);
  const [row] = await database.owner`
    select concat(c::text, (select string_agg(concat(d.name, d.address, d.pin, d.tags::text), ',' order by d.id) from app.device d where d.customer_id = c.id),
      (select string_agg(s::text, ',' order by s.id) from app.credential_set s where s.customer_id = c.id),
      (select string_agg(s::text, ',' order by s.id) from app.site s where s.customer_id = c.id),
      (select string_agg(m.person_id::text, ',' order by m.person_id) from app.membership m where m.customer_id = c.id),
      (select p::text from app.person p where p.id = ${world.operators['other-isp']}),
      (select i::text from app.invitation i where i.id = ${world.invitations['other-isp']})) as state
    from app.customer c where c.slug = 'other-isp'`;
  return String(row?.state);
}
