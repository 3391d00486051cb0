import { expect, test } from 'vitest';
import { testDatabase } from '../../support/database';
import { makeWorld } from '../../support/world';

test('of an entry’s detail only ids, words and numbers under known names leave: no address, port, fingerprint or setting', async () => {
  const database = await testDatabase();
  const { owner } = database;
  const { personId } = (await makeWorld(database)).people.superAdmin;
  await owner`insert into app.webhook (id, url, secret_sealed, events, made_by, made_at)
    values (gen_random_uuid(), 'https://hooks.test/', 'x', '{device.enrolled}', ${personId}, app.now())`;
  const run = crypto.randomUUID();
  const change = crypto.randomUUID();
  const details = [
    { run, state: 'done', fault: 'timeout', runs: 3, before: { address: '10.66.7.8', port: 8729 }, after: 'AB:CD:EF' },
    { device: '10.66.7.8', site: 'tower.example.net:8729', kind: 'fe80::1', address: '10.66.7.8', code: 'AB:CD:EF' },
    { change, tier: 'W3', takesTwo: true, digest: 'ab'.repeat(32), rows: 2 },
    { before: { 'mail.host': 'mail.example.net' }, after: { 'mail.host': 'other.example.net' } },
  ];
  for (const detail of details)
    await owner`select audit.append('device.enrolled', 'ok', null, null,
      ${JSON.stringify(detail)}::text::jsonb, '{"address": "console"}', null)`;
  const bodies = (await owner`select body from app.outgoing`).map(({ body }) => String(body));
  const told = bodies.map((body) => JSON.parse(body).data.detail);
  expect(told).toHaveLength(4);
  expect(told).toContainEqual({ change, tier: 'W3', takesTwo: true });
  expect(told).toContainEqual({ run, state: 'done', fault: 'timeout', runs: 3 });
  expect(told.filter((detail) => Object.keys(detail).length === 0)).toHaveLength(2);
  expect(bodies.join()).not.toMatch(/10\.66|8729|AB:CD|example\.net|fe80/);
});
