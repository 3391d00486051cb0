import type { Principal } from '@/core/access';
import { processEnv } from '@/env';
import { hashOfSecret } from '@/server/auth/one-time-secret';
import { createMasterKey, loadMasterKey } from '@/server/vault/master-key';
import type { TestDatabase } from './database';
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

/** What the routers of both customers show. */
export const shownPin = 'ab'.repeat(32);

/** Puts into the world what only some doors ask for. */
export async function furnish({ owner }: TestDatabase, { customers }: World): Promise<void> {
  const { keysDirectory } = processEnv();
  await loadMasterKey(keysDirectory).catch(() => createMasterKey(keysDirectory));
  await owner`insert into app.customer (slug, name, archived_at) values ('gone-isp', 'gone-isp', now())`;
  for (const slug of ['acme-corp', 'other-isp'] as const) {
    await owner`insert into app.device (id, customer_id, name, address, archived_at)
      values (${archivedDevices[slug]}, ${customers[slug]}, 'gone', '10.0.9.9', now())`;
    await owner`insert into app.credential_set (id, customer_id, name, read_sealed)
      values (${credentialSets[slug]}, ${customers[slug]}, 'Kept', '\\x00')`;
  }
  await owner`update app.device_status set shown_pin = ${shownPin}`;
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

/** Undoes what a cell did to what the world names, so that each finds it as it was made. One round trip: there are many. */
export async function restore({ owner }: TestDatabase, { customers, operators, people }: World): Promise<void> {
  const assigned = [
    ...(['acme-corp', 'other-isp'] as const).map((slug) => [operators[slug], customers[slug]]),
    ...(['admin', 'operator', 'viewer'] as const).map((role) => [people[role].personId, customers['acme-corp']]),
  ];
  await owner.unsafe(`
    update app.customer set name = slug, archived_at = case slug when 'gone-isp' then now() end;
    delete from app.device where name in ('enrolled by the matrix', 'imported by the matrix');
    update app.device d set tags = '{}', name = d.id::text, pin = null, site = null, archived_at = null;
    update app.device d set archived_at = now() where d.id in ('${Object.values(archivedDevices).join("', '")}');
    delete from app.credential_set where name = 'Made by the matrix';
    update app.credential_set set read_sealed = '\\x00', name = 'Kept', changed_at = '2026-01-01';
    delete from app.customer where slug = 'matrix-isp';
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
      (select string_agg(m.person_id::text, ',' order by m.person_id) from app.membership m where m.customer_id = c.id),
      (select p::text from app.person p where p.id = ${world.operators['other-isp']}),
      (select i::text from app.invitation i where i.id = ${world.invitations['other-isp']})) as state
    from app.customer c where c.slug = 'other-isp'`;
  return String(row?.state);
}
