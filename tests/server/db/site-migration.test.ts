import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { expect, inject, onTestFinished, test } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { prepareDatabase } from '@/server/db/migrate';
import journal from '../../../drizzle/meta/_journal.json';

/* What stood beside devices as a word becomes a site, in a database that holds rows and whose owner is bound by its rows. */

/** The migrations before the one that made sites, in a folder of their own. */
function migrationsBefore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'routeward-before-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync('drizzle', folder, { recursive: true });
  const first = journal.entries.findIndex(({ tag }) => tag.endsWith('_sites'));
  expect(first).toBeGreaterThan(0);
  const entries = journal.entries.slice(0, first);
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  return folder;
}

async function databaseBefore(): Promise<{ owner: Sql; url: string }> {
  const name = `before_${randomUUID().replaceAll('-', '')}`;
  const superuser = connect(inject('superuserUrl'), 1, {});
  await superuser.unsafe(`create database ${name} owner routeward_owner`);
  const url = new URL(inject('ownerUrl'));
  url.pathname = `/${name}`;
  const owner = connect(url.toString(), 1, {});
  onTestFinished(async () => {
    await owner.end();
    await superuser.unsafe(`drop database ${name} with (force)`);
    await superuser.end();
  });
  await migrate(drizzle(owner), { migrationsFolder: migrationsBefore() });
  return { owner, url: url.toString() };
}

test('devices keep their places: one site for each name of a customer, however it was spelled', async () => {
  const { owner, url } = await databaseBefore();
  const devices = [
    ['acme-corp', 'a', 'Tower 07'],
    ['acme-corp', 'b', ' tower 07 '],
    ['acme-corp', 'c', 'Tower 07'],
    ['acme-corp', 'd', 'ÇATI'],
    ['acme-corp', 'e', 'çati'],
    ['acme-corp', 'f', '   '],
    ['acme-corp', 'g', null],
    ['acme-corp', 'archived', 'Old mast'],
    ['other-isp', 'h', 'TOWER 07'],
    ['other-isp', 'i', 'x'.repeat(80)],
  ] as const;
  await owner`insert into app.customer (slug, name) values ('acme-corp', 'Acme'), ('other-isp', 'Other')`;
  for (const [customer, name, site] of devices)
    await owner`insert into app.device (customer_id, name, address, site, archived_at)
      select id, ${name}, '10.0.0.1', ${site}, case when ${name} = 'archived' then now() end from app.customer where slug = ${customer}`;

  await prepareDatabase(url, randomBytes(32).toString('hex'));

  const placed = await owner`
    select d.name, s.name as site, s.customer_id = d.customer_id as "isOwn"
    from app.device d left join app.site s on s.id = d.site_id order by d.name`;
  expect(Object.fromEntries(placed.map(({ name, site }) => [name, site]))).toEqual({
    ...{ a: 'Tower 07', b: 'Tower 07', c: 'Tower 07', d: 'ÇATI', e: 'ÇATI', f: null, g: null },
    ...{ archived: 'Old mast', h: 'TOWER 07', i: 'x'.repeat(64) },
  });
  expect(placed.filter(({ isOwn }) => isOwn === false)).toEqual([]);
  const sites = await owner`
    select c.slug, s.name from app.site s join app.customer c on c.id = s.customer_id
    where s.archived_at is null and s.zone is null and s.uplink_id is null order by c.slug, s.name`;
  expect(sites.map(({ slug, name }) => [slug, name])).toEqual([
    ['acme-corp', 'Old mast'],
    ['acme-corp', 'Tower 07'],
    ['acme-corp', 'ÇATI'],
    ['other-isp', 'TOWER 07'],
    ['other-isp', 'x'.repeat(64)],
  ]);
  const left = await owner`select from information_schema.columns
    where table_schema = 'app' and table_name = 'device' and column_name = 'site'`;
  expect(left).toHaveLength(0);
});
