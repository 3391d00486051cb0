import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { settleRestored } from '@/server/db/backup/settle';
import { testDatabase } from '../../support/database';
import { makeWorld } from '../../support/world';

test('what waited to leave when the backup was made leaves nobody after a restore, and no browser is known any more', async () => {
  const database = await testDatabase();
  const { owner, ownerUrl } = database;
  const world = await makeWorld(database);
  const { personId } = world.people.superAdmin;
  const [over, open] = world.devices['acme-corp'];
  await owner`insert into app.alarm (customer_id, kind, device_id, since, raised_at, announced_at, mailed_at, ended_at, ending)
    select ${world.customers['acme-corp']}, 'device', d.id, now(), now(), now(), case when d.is_over then now() end,
      case when d.is_over then now() end, case when d.is_over then 'cleared' end
    from (values (${over ?? null}::uuid, true), (${open ?? null}::uuid, false)) d (id, is_over)`;
  const webhook = randomUUID();
  await owner`insert into app.webhook (id, url, secret_sealed, events, made_by, made_at)
    values (${webhook}, 'https://hooks.example.net/', 'x', '{device.wentDown}', ${personId}, app.now())`;
  await owner`insert into app.outgoing (id, kind, about, sealed, made_at, due_at)
    values (${randomUUID()}, 'mail', 'invitation', 'x', app.now(), app.now())`;
  await owner`insert into app.outgoing (id, kind, about, webhook_id, body, made_at, due_at)
    values (${randomUUID()}, 'webhook', 'device.wentDown', ${webhook}, '{}', app.now(), app.now())`;
  await owner`insert into app.known_browser (person_id, secret_hash) values (${personId}, 'x')`;
  const ended = await settleRestored(ownerUrl, { madeAt: '2026-11-24T00:00:00.000Z', version: '1.0.0' });
  expect(ended).toMatchObject({ outgoing: 2, webhooks: 1 });
  const left = await owner`select distinct outcome, sealed, ended_at is null as waits from app.outgoing`;
  expect(left).toEqual([{ outcome: 'givenUp', sealed: null, waits: false }]);
  const toMail = await owner`select device_id from app.alarm a where app.is_to_mail(a)`;
  expect(toMail).toEqual([{ device_id: open }]);
  expect(await owner`select from app.known_browser`).toHaveLength(0);
});
