import { describe, expect, test } from 'vitest';
import { roles } from '@/core/access';
import type { DeviceId } from '@/core/ids';
import { templates as library, templateOf } from '@/core/templates/library';
import { createCaller } from '@/server/api/root';
import { templateDigest as templateDigestOf } from '@/server/db/templates';
import { ChangeScene, changesOf, refused, template, values } from '../../support/change-scene';
import { giveAccounts, move, preview, previewOf } from '../../support/changes';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor } from '../../support/world';

const database = await testDatabase();
const scene = new ChangeScene(database);
const nobody = '00000000-0000-4000-8000-00000000dead';

test('a change is asked for, previewed, authorised, made and taken back, and tells how it stands at each of them', async () => {
  const { operator, admin } = scene.world.people;
  const change = await scene.ask(operator);
  const asked = await changesOf(operator).get({ change });
  expect(asked).toMatchObject({ number: 1, customer: 'acme-corp', deviceName: 'router-00001', state: 'previewing' });
  expect(asked).toMatchObject({ values, title: 'Suspend a subscriber', preview: null, digest: null, isOwn: true });
  expect(asked.whyNot).toMatchObject({ withdraw: null, authorise: 'It is still being previewed.' });
  const digest = await preview(scene.acme, change);
  const shown = await changesOf(operator).get({ change });
  expect(shown).toMatchObject({ digest, shortDigest: `${digest.slice(0, 8)} ${digest.slice(8, 16)}` });
  expect([shown.preview, shown.whyNot.authorise]).toEqual([previewOf('W2'), null]);
  const done = await changesOf(operator).authorise({ change, digest });
  expect(done).toMatchObject({ state: 'authorised', authorisedBy: { name: 'The operator', role: 'operator' } });
  await move(scene.acme, change, 'applying', 'verified');
  expect((await changesOf(admin).get({ change })).whyNot.revert).toBeNull();
  const { change: back } = await changesOf(admin).revert({ change });
  const { reverts, values: again, isOwn } = await changesOf(admin).get({ change: back });
  expect([reverts, again, isOwn]).toEqual([{ id: change, number: 1 }, values, true]);
  const { takenBack, whyNot } = await changesOf(operator).get({ change });
  expect(takenBack).toEqual({ id: back, number: 2, state: 'previewing' });
  expect(whyNot.revert).toBe('C-2 takes it back already.');
  await expect(changesOf(operator).revert({ change })).rejects.toEqual(refused('CONFLICT', String(whyNot.revert)));
});

test('what it was asked with lies sealed with whoever asked first, and is told of each that takes another one back', async () => {
  const { operator } = scene.world.people;
  const chain = [await scene.ask(operator)];
  for (let number = 0; number < 2; number += 1) {
    const change = String(chain.at(-1));
    await changesOf(operator).authorise({ change, digest: await preview(scene.acme, change) });
    await move(scene.acme, change, 'applying', 'verified');
    chain.push((await changesOf(operator).revert({ change })).change);
  }
  const { items } = await changesOf(operator).list({});
  expect(items.map((one) => [one.id, one.values])).toEqual(chain.toReversed().map((id) => [id, values]));
  const rows = await database.owner`select id from app.change where params_sealed is not null`;
  expect(rows.map(({ id }) => id)).toEqual(chain.slice(0, 1));
});

test('of a customer whose keys were destroyed nothing is told but that there was a change', async () => {
  const { operator, superAdmin } = scene.world.people;
  await scene.ask(operator);
  await database.owner`delete from app.data_key where customer_id = ${scene.acme}`;
  const { items } = await changesOf(superAdmin).list({});
  expect(items.map(({ title, values }) => [title, values])).toEqual([['Suspend a subscriber', {}]]);
});

describe('what may be asked for', () => {
  test('a template that there is, with the values that it takes', async () => {
    const { operator } = scene.world.people;
    const tried = (given: object) => createCaller(contextFor(operator)).changes.ask(given as never); // safe: on purpose.
    const device = scene.device(0);
    for (const [given, message] of [
      [{ device, template: 'system.reboot', values }, /no such template/],
      [{ device, template, values: {} }, /^name: /],
      [{ device, template, values: { name: 'a\u0000b' } }, /^name: /],
      [{ device, template, values: { ...values, disabled: 'no' } }, /^no such parameter: disabled$/],
      [{ device, template, values, state: 'authorised' }, /Unrecognized/],
      [{ device, template, values, steps: [] }, /Unrecognized/],
    ] as const)
      await expect(tried(given)).rejects.toEqual(refused('BAD_REQUEST', message));
    expect(await database.owner`select from app.change`).toHaveLength(0);
  });

  test('of a device in reach that is in use and has an account that writes', async () => {
    const { operator, superAdmin } = scene.world.people;
    const of = (device: string) => changesOf(operator).ask({ device: device as DeviceId, template, values }); // safe: as typed.
    for (const device of [scene.device(0, 'other-isp'), nobody])
      await expect(of(device)).rejects.toEqual(refused('NOT_FOUND', 'no such device'));
    await database.owner`update app.device set archived_at = now() where id = ${scene.device(1)}`;
    await expect(of(scene.device(1))).rejects.toEqual(refused('NOT_FOUND', 'no such device'));
    await giveAccounts(database, scene.acme, false);
    const sentence =
      'router-00001 has no account that can write among its credentials: an Admin of this customer can add one.';
    await expect(of(scene.device(0))).rejects.toEqual(refused('CONFLICT', sentence));
    await database.owner`update app.device set credential_set_id = null`;
    await expect(scene.ask(superAdmin)).rejects.toEqual(refused('CONFLICT', sentence));
  });

  test('at most twenty of one person’s wait, however many are asked for at the same moment', async () => {
    const { operator, admin } = scene.world.people;
    const asked = await Promise.allSettled(Array.from({ length: 24 }, () => scene.ask(operator)));
    const codes = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(codes).toEqual(Array(4).fill('TOO_MANY_REQUESTS'));
    expect(await database.owner`select from app.change`).toHaveLength(20);
    const numbers = await database.owner`select number from app.change order by number`;
    expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    await scene.ask(admin);
    const [first] = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await changesOf(operator).withdraw({ change: String(first) });
    await scene.ask(operator);
  });
});

test('what was not made cannot be taken back, nor what is still looked at; what is unknown for good can', async () => {
  const { operator } = scene.world.people;
  const { change, digest } = await scene.waiting(operator);
  const sentence = 'Only a change that was made, or may have been made in part, can be taken back.';
  await expect(changesOf(operator).revert({ change })).rejects.toEqual(refused('CONFLICT', sentence));
  await changesOf(operator).authorise({ change, digest });
  await move(scene.acme, change, 'applying', 'unknown');
  await database.owner`update app.change set look_at = now() + interval '1 minute' where id = ${change}`;
  await expect(changesOf(operator).revert({ change })).rejects.toEqual(refused('CONFLICT', sentence));
  await database.owner`update app.change set look_at = null where id = ${change}`;
  const { change: back } = await changesOf(operator).revert({ change });
  expect(await changesOf(operator).get({ change: back })).toMatchObject({ reverts: { id: change } });
});

test('a list goes from page to page, by device and by state, and counts all of them', async () => {
  const { operator, admin } = scene.world.people;
  const made: string[] = [];
  for (const device of [0, 1, 0, 1, 0]) made.unshift(await scene.ask(device === 0 ? operator : admin, device));
  await preview(scene.acme, String(made[0]));
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await changesOf(operator).list({ limit: 2, ...(before === undefined ? {} : { before }) });
    seen.push(...page.items.map(({ id }) => id));
    expect(page.states).toEqual({ previewing: 4, previewed: 1 });
    before = page.next ?? undefined;
  } while (before !== undefined);
  expect(seen).toEqual(made);
  const { items } = await changesOf(operator).list({ device: scene.device(1), states: ['previewing'] });
  expect(items.map(({ number, isOwn }) => [number, isOwn])).toEqual([
    [4, false],
    [2, false],
  ]);
  expect(JSON.stringify(items)).not.toContain('ppp');
  await expect(changesOf(operator).list({ before: 'x' })).rejects.toEqual(refused('BAD_REQUEST', /^before: /));
});

test('a live view shows each step of a change, and ends for whoever loses the customer', async () => {
  const { operator } = scene.world.people;
  const change = await scene.ask(operator);
  const states: string[] = [];
  const watching = (async () => {
    for await (const [, { state }] of await changesOf(operator).watch({ change })) {
      states.push(state);
      if (state === 'previewing') await preview(scene.acme, change);
      if (state === 'previewed')
        await database.owner`delete from app.membership where person_id = ${operator.personId}`;
    }
  })();
  await expect(watching).rejects.toEqual(refused('NOT_FOUND', 'no such change'));
  expect(states).toEqual(['previewing', 'previewed']);
});

test('no entry of the log holds a value: not who is suspended, nor what was found', async () => {
  const { operator, admin, viewer } = scene.world.people;
  const asked = contextFor(operator);
  const { change } = await createCaller(asked).changes.ask({ device: scene.device(0), template, values });
  const digest = await preview(scene.acme, change);
  await changesOf(operator).get({ change });
  await expect(changesOf(viewer).get({ change })).rejects.toThrow();
  await expect(changesOf(admin).authorise({ change, digest: digest.replace(/./g, 'a') })).rejects.toThrow();
  await changesOf(admin).authorise({ change, digest });
  await move(scene.acme, change, 'applying', 'verified');
  const { change: back } = await changesOf(operator).revert({ change });
  await changesOf(operator).withdraw({ change: back });
  const bodies = (await database.owner`select body from audit.entry`).map(({ body }) => String(body));
  expect(bodies.filter((body) => body.includes('maria'))).toEqual([]);
  const told = bodies
    .map((body) => JSON.parse(body))
    .filter(({ event, outcome }) => /^change\.(asked|authorised|withdrawn)$/.test(event) && outcome === 'ok')
    .filter(({ detail }) => [change, back].includes(detail.change))
    .map(({ event, target, detail }) => ({ event, target, detail }));
  const target = { kind: 'device', id: scene.device(0) };
  const templateDigest = templateDigestOf(templateOf(template));
  expect(told).toHaveLength(4);
  expect(told).toEqual(
    expect.arrayContaining([
      { event: 'change.asked', target, detail: { change, template, version: 1, templateDigest } },
      { event: 'change.authorised', target, detail: { change, digest, tier: 'W2' } },
      {
        event: 'change.asked',
        target,
        detail: { change: back, template, version: 1, templateDigest, reverts: change },
      },
      { event: 'change.withdrawn', target, detail: { change: back } },
    ]),
  );
});

test('a write action is begun by Admins: of Operators it is refused in words, on its page and when it is asked for', async () => {
  const asked = { template: 'dns.set', values: { 'cache-size': 4096 } } as const;
  const refusal = refused('FORBIDDEN', 'Direct write actions take an Admin; templates of the library do not.');
  const operator = apiOf(scene.world.people.operator);
  await expect(operator.templates.get({ template: asked.template })).rejects.toEqual(refusal);
  await expect(operator.changes.ask({ device: scene.device(0), ...asked })).rejects.toEqual(refusal);
  const admin = apiOf(scene.world.people.admin);
  expect(await admin.templates.get({ template: asked.template })).toMatchObject({
    ...{ isDirect: true, mayDeploy: ['superAdmin', 'admin'] },
  });
  const { change } = await admin.changes.ask({ device: scene.device(0), ...asked });
  expect(await admin.changes.get({ change })).toMatchObject({
    isDirect: true,
    template: 'dns.set',
    state: 'previewing',
  });
});

test('a template tells what it says to a router, how far it reaches and who may', async () => {
  for (const role of roles.filter((one) => one !== 'viewer')) {
    const { templates } = apiOf(scene.world.people[role]);
    const { items } = await templates.list();
    expect(items.map(({ id }) => id)).toEqual(library.map(({ id }) => id));
    expect(items.slice(0, 2).map(({ id, tier }) => [id, tier])).toEqual([
      ['subscriber.suspend', 'W2'],
      ['subscriber.resume', 'W2'],
    ]);
    expect(items.find(({ id }) => id === 'management.allow-list')?.tier).toBe('W3');
    const told = await templates.get({ template });
    expect(told.lines).toEqual([
      '/ppp/secret/set [find name=<name>] disabled=yes',
      '/ppp/active/remove [find name=<name>]',
    ]);
    expect([told.mayDeploy, told.radius.mostRows]).toEqual([['superAdmin', 'admin', 'operator'], 5]);
    expect(told.lost).toHaveLength(1);
    await expect(templates.get({ template: 'no.such' })).rejects.toEqual(refused('NOT_FOUND', 'no such template'));
  }
});
