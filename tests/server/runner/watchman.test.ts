import { describe, expect, test } from 'vitest';
import { rounds } from '@/server/runner/housekeeping';
import { watchedDatabase } from './watching';

/* What is down for too long is an alarm, and is told once. */

const { owner, world, acme, watching, later, asleep, goDown, comeUp, siteOf, logged, mailed } = await watchedDatabase();

describe('a device', () => {
  test('that is down for three minutes is told once, and once that it is up again', async () => {
    const watchman = await watching();
    await goDown(acme()[0]);
    await later(160);
    await watchman.look();
    expect([await logged(), await mailed()]).toEqual([[], []]);
    await later(30);
    await watchman.look();
    await watchman.look();
    expect(await logged()).toEqual(['raised router-00001']);
    expect(await mailed()).toEqual([['operator', 'Down: router-00001 (ACME-CORP)', 'router-00001 (ACME-CORP)']]);
    await later(600);
    await comeUp(acme()[0]);
    await later(50);
    await watchman.look();
    expect([await logged(), await mailed()]).toEqual([[], []]);
    await later(10);
    await watchman.look();
    await watchman.look();
    expect(await logged()).toEqual(['cleared router-00001']);
    expect(await mailed()).toEqual([['operator', 'Up again: router-00001 (ACME-CORP)', 'router-00001 (ACME-CORP)']]);
    const [entry] =
      await owner`select body::jsonb as body from audit.entry where event = 'alarm.raised' order by at desc limit 1`;
    expect(entry?.body).toMatchObject({
      actor: { kind: 'runner' },
      target: { kind: 'device', id: acme()[0] },
      detail: { kind: 'device', fault: 'timedOut', times: 1, devices: 1 },
    });
  });

  test('that comes and goes is one alarm, and is not told each time', async () => {
    const watchman = await watching();
    const told: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await goDown(acme()[0]);
      await later(200);
      await watchman.look();
      await comeUp(acme()[0]);
      await later(70);
      await watchman.look();
      told.push((await mailed()).length);
    }
    // Down and up; down again, as it was said to be up; and then nothing until it has been up for ten minutes.
    expect(told).toEqual([2, 1, 0, 0, 0]);
    const [alarm, ...others] = await owner`select times, ended_at from app.alarm`;
    expect([alarm?.times, others]).toEqual([5, []]);
    await later(590);
    await watchman.look();
    expect(await mailed()).toEqual([]);
    await later(20);
    await watchman.look();
    expect((await mailed()).map(([, subject]) => subject)).toEqual(['Up again: router-00001 (ACME-CORP)']);
    expect((await logged()).slice(0, 4)).toEqual([
      'raised router-00001',
      'cleared router-00001',
      'reopened router-00001 2',
      'cleared router-00001 2',
    ]);
    await goDown(acme()[0]);
    await later(200);
    await watchman.look();
    expect(await logged()).toEqual(['raised router-00001']);
  });

  test('that is down for good just as it would be told to be up is told to be down, and to be up in one line', async () => {
    const watchman = await watching();
    for (const seconds of [300, 605]) {
      await goDown(acme()[0]);
      await later(200);
      await watchman.look();
      await comeUp(acme()[0]);
      await later(60);
      await watchman.look();
      await later(seconds);
    }
    expect(await mailed()).toHaveLength(3);
    await goDown(acme()[0]);
    await watchman.look();
    expect(await mailed()).toEqual([]);
    await later(200);
    await watchman.look();
    expect(await mailed()).toEqual([['operator', 'Down: router-00001 (ACME-CORP)', 'router-00001 (ACME-CORP)']]);
    await comeUp(acme()[0]);
    await later(30);
    await watchman.look();
    expect(await mailed()).toEqual([]);
    await later(30);
    await watchman.look();
    expect(await mailed()).toEqual([['operator', 'Up again: router-00001 (ACME-CORP)', 'router-00001 (ACME-CORP)']]);
  });

  test('that never answered is being enrolled, and no alarm', async () => {
    const watchman = await watching();
    await owner`update app.device_status set answered_at = null`;
    await goDown(acme()[0]);
    await later(900);
    await owner`update app.device_status set answered_at = null where device_id = ${acme()[0] ?? null}`;
    await watchman.look();
    expect(await logged()).toEqual([]);
  });

  test.each([
    ['is archived', () => owner`update app.device set archived_at = now()`],
    ['is not asked any more', () => owner`update app.customer set is_probed = false`],
    ['is of a customer that wants no alarms', () => owner`update app.customer set is_alarming = false`],
    ['is of a customer that is archived', () => owner`update app.customer set archived_at = now()`],
  ])('that %s has no alarm any more, and no mail', async (_name, change) => {
    const watchman = await watching();
    await goDown(acme()[0]);
    await later(200);
    await watchman.look();
    expect([await logged(), (await mailed()).length]).toEqual([['raised router-00001'], 1]);
    await change();
    await watchman.look();
    await watchman.look();
    expect([await logged(), await mailed()]).toEqual([['withdrawn router-00001'], []]);
  });

  test('of which nobody knows raises nothing and clears nothing; a watch knows what it saw itself', async () => {
    await goDown(acme()[0]);
    await later(3600);
    const watchman = await watching();
    await later(160);
    await watchman.look();
    expect(await logged()).toEqual([]);
    await later(30);
    await watchman.look();
    expect(await logged()).toEqual(['raised router-00001']);
    // The runner is off for an hour. The device was up for a while before, and nobody has asked it since.
    await owner`update app.device_status set is_up = true, fault_code = null, since = app.now() - interval '2 minutes' where device_id = ${acme()[0] ?? null}`;
    await asleep(3600);
    await (await watching()).look();
    expect(await logged()).toEqual([]);
  });
});

describe('a site', () => {
  test('of which nothing answers is told in the place of its devices, which are told by themselves once it is not', async () => {
    const watchman = await watching();
    await siteOf('North tower', acme()[0], acme()[1]);
    await goDown(acme()[0]);
    await later(50);
    await goDown(acme()[1], acme()[2]);
    await later(140);
    await watchman.look();
    await later(50);
    await watchman.look();
    expect((await logged()).sort()).toEqual(['raised North tower', 'raised router-00003']);
    expect(await mailed()).toEqual(
      [
        ['operator', 'Down: site North tower (ACME-CORP)', 'site North tower (ACME-CORP), all of its 2 devices'],
        ['operator', 'Down: router-00003 (ACME-CORP)', 'router-00003 (ACME-CORP)'],
      ].sort(),
    );
    await comeUp(acme()[0]);
    await later(70);
    await watchman.look();
    expect((await logged()).sort()).toEqual(['cleared North tower', 'raised router-00002']);
    expect(await mailed()).toEqual([
      ['operator', 'Alarms: 1 down, 1 up again', 'router-00002 (ACME-CORP)', 'site North tower (ACME-CORP)'],
    ]);
    await comeUp(acme()[1]);
    await later(70);
    await watchman.look();
    expect(await logged()).toEqual(['cleared router-00002']);
  });

  test('that comes back whole is over in one line, whichever of its devices answers first', async () => {
    const watchman = await watching();
    await siteOf('North tower', acme()[0], acme()[1]);
    await goDown(acme()[0], acme()[1]);
    await later(200);
    await watchman.look();
    await mailed();
    await comeUp(acme()[0]);
    await later(50);
    await comeUp(acme()[1]);
    await later(15);
    await watchman.look();
    await later(50);
    await watchman.look();
    expect(await logged()).toEqual(['raised North tower', 'cleared North tower']);
    expect((await mailed()).map(([, subject]) => subject)).toEqual(['Up again: site North tower (ACME-CORP)']);
    expect(await owner`select from app.alarm where ended_at is null`).toHaveLength(0);
  });
});

test.each([
  { what: 'device', minutes: 3, gap: 9 },
  { what: 'device', minutes: 10, gap: 5 },
  { what: 'site', minutes: 3, gap: 9 },
])(
  'a $what, an alarm after $minutes minutes and down again $gap after it was over, is mailed four times, and never to be up while it is down',
  async ({ what, minutes, gap }) => {
    const watchman = await watching();
    await owner`update app.customer set alarm_after_minutes = ${minutes}`;
    if (what === 'site') await siteOf('North tower', acme()[0], acme()[1]);
    const devices = acme().slice(0, what === 'site' ? 2 : 1);
    const pass = async (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        await later(60);
        await watchman.look();
      }
      return (await mailed()).map(([, subject]) => subject.replace(/:.*/, ''));
    };
    const told: string[][] = [];
    for (let round = 0; round < 4; round += 1) {
      await goDown(...devices);
      told.push(await pass(minutes + 1));
      await comeUp(...devices);
      told.push(await pass(1 + gap));
    }
    expect(told).toEqual([['Down'], ['Up again'], ['Down'], [], [], [], [], []]);
    expect(await owner`select times from app.alarm where kind = ${what}`).toEqual([{ times: 4 }]);
    expect(await pass(10)).toEqual(['Up again']);
    expect(await pass(5)).toEqual([]);
  },
);

test('alarms that ended are kept as long as results are; one that covers others as long as those', async () => {
  const [customer, [first, second]] = [world().customers['acme-corp'], acme()];
  const site = await siteOf('North tower', first, second);
  await owner`
    with s as (insert into app.alarm (customer_id, kind, site_id, since, raised_at, ended_at, ending)
      values (${customer}, 'site', ${site}, now() - interval '99 days', now() - interval '99 days', now() - interval '91 days', 'cleared') returning id)
    insert into app.alarm (customer_id, kind, device_id, since, raised_at, ended_at, ending, covered_by)
    select ${customer}, 'device', d.id, now() - interval '99 days', now() - interval '99 days', now() - make_interval(days => d.days), 'cleared', s.id
    from s, (values (${first ?? null}::uuid, 91), (${second ?? null}::uuid, 89)) d (id, days)`;
  const purge = rounds.find(({ name }) => name === 'purge');
  await purge?.work();
  expect(await owner`select kind, device_id from app.alarm order by kind`).toEqual([
    { kind: 'device', device_id: second },
    { kind: 'site', device_id: null },
  ]);
  await later(2 * 86_400);
  await purge?.work();
  expect(await owner`select from app.alarm`).toHaveLength(0);
});
