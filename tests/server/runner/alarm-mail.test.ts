import { describe, expect, test } from 'vitest';
import { Watchman } from '@/server/runner/watchman';
import { watchedDatabase } from './watching';

/* Who is told of alarms, when, and how often. */

const { owner, world, acme, wishes, watching, later, at, goDown, comeUp, siteOf, logged, mailed } =
  await watchedDatabase();

describe('quiet hours', () => {
  test.each([
    ['across midnight', '2027-01-10T20:59:00Z', '2027-01-11T04:59:00Z', '2027-01-11T05:00:00Z'],
    ['in the night that is an hour shorter', '2027-03-27T20:59:00Z', '2027-03-28T03:59:00Z', '2027-03-28T04:00:00Z'],
    ['in the night that is an hour longer', '2027-10-30T19:59:00Z', '2027-10-31T04:59:00Z', '2027-10-31T05:00:00Z'],
  ])(
    '%s hold mail back, and at their end what is still down is told once',
    async (_name, evening, stillNight, morning) => {
      await owner`update app.customer set time_zone = 'Europe/Rome', quiet_from = '22:00', quiet_to = '06:00'`;
      await at(evening);
      const watchman = await watching();
      await goDown(acme()[0]);
      await later(200);
      await watchman.look();
      await goDown(acme()[1]);
      await later(200);
      await watchman.look();
      await comeUp(acme()[1]);
      await later(100);
      await watchman.look();
      expect((await logged()).sort()).toEqual(['cleared router-00002', 'raised router-00001', 'raised router-00002']);
      await at(stillNight);
      await watchman.look();
      expect(await mailed()).toEqual([]);
      await at(morning);
      await watchman.look();
      await watchman.look();
      expect(await mailed()).toEqual([['operator', 'Down: router-00001 (ACME-CORP)', 'router-00001 (ACME-CORP)']]);
    },
  );

  test('are one customer’s: who has others is told of those', async () => {
    await owner`update app.customer set quiet_from = '00:00', quiet_to = '23:59' where slug = 'acme-corp'`;
    await wishes(world().people.superAdmin, { isEvery: true });
    await at('2027-01-10T12:00:00Z');
    const watchman = await watching();
    await goDown(acme()[0], world().devices['other-isp'][0]);
    await later(200);
    await watchman.look();
    expect(await mailed()).toEqual([['superadmin', 'Down: router-00001 (OTHER-ISP)', 'router-00001 (OTHER-ISP)']]);
  });
});

describe('told once', () => {
  const failing = (table: string, when: string) =>
    owner.unsafe(`create function pg_temp_fail() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$;
      create trigger zz_cut before insert on ${table} for each row when (${when}) execute function pg_temp_fail()`);
  const mended = (table: string) => owner.unsafe(`drop trigger zz_cut on ${table}; drop function pg_temp_fail()`);

  test('although the process ends after it was raised and before it was mailed', async () => {
    const watchman = await watching();
    await goDown(acme()[0]);
    await later(200);
    await failing('app.outgoing', `new.kind = 'mail'`);
    await expect(watchman.look()).rejects.toThrow();
    await mended('app.outgoing');
    expect([await logged(), await mailed()]).toEqual([['raised router-00001'], []]);
    const next = await watching();
    await next.look();
    expect([await logged(), (await mailed()).length]).toEqual([[], 1]);
  });

  test('and not at all where it could not be logged: then it is raised at the next look', async () => {
    const failures: unknown[] = [];
    const watchman = new Watchman({
      resolve: async () => ({ ip: '127.0.0.1' }),
      onFailure: (error) => failures.push(error),
    });
    await watchman.look();
    await goDown(acme()[0], world().devices['other-isp'][0]);
    await later(200);
    await failing(
      'audit.entry',
      `new.event = 'alarm.raised' and new.customer_id = '${world().customers['acme-corp']}'`,
    );
    await watchman.look();
    await mended('audit.entry');
    expect([failures.length, await owner`select customer_id from app.alarm`]).toEqual([
      1,
      [{ customer_id: world().customers['other-isp'] }],
    ]);
    expect(await mailed()).toEqual([]);
    await watchman.look();
    expect((await mailed()).length).toBe(1);
  });

  test('although two look at the same time', async () => {
    const both = [await watching(), await watching()];
    await goDown(acme()[0]);
    await later(200);
    await Promise.all([...both, ...both].map((watchman) => watchman.look()));
    expect([await logged(), (await mailed()).length]).toEqual([['raised router-00001'], 1]);
  });

  test('where no mail is sent it is not told later either', async () => {
    await owner`delete from app.setting`;
    const watchman = await watching();
    await goDown(acme()[0]);
    await later(200);
    await watchman.look();
    await owner`insert into app.setting (name, value, changed_at) values ('mail.host', '"127.0.0.1"', now()), ('mail.from', '"r@example.net"', now())`;
    await watchman.look();
    expect(await mailed()).toEqual([]);
  });
});

describe('nobody is told of what is not theirs', () => {
  test('whoever lost the customer, or is disabled, or may see others alone, at the moment it is told', async () => {
    const { admin, operator, viewer, superAdmin } = world().people;
    for (const who of [admin, viewer]) await wishes(who, { isEvery: true });
    await wishes(superAdmin, { isOwnLink: true });
    await owner`delete from app.membership where person_id = ${operator.personId}`;
    await owner`update app.person set disabled_at = now() where id = ${viewer.personId}`;
    const watchman = await watching();
    await goDown(acme()[0], world().devices['other-isp'][0]);
    await later(200);
    await watchman.look();
    // The Admin wished for every customer and reaches one; the Super Admin reaches all and wished for one.
    expect((await mailed()).map(([to, , ...lines]) => [to, lines])).toEqual([
      ['admin', ['router-00001 (ACME-CORP)']],
      ['superadmin', ['router-00001 (ACME-CORP)']],
    ]);
  });

  test('a webhook is told which device or site it is, and nothing that the log alone may hold', async () => {
    await owner`insert into app.webhook (id, url, secret_sealed, events, made_by, made_at)
      values (gen_random_uuid(), 'https://hooks.example.net/x', '\\x00', '{alarm.raised,alarm.cleared}', ${world().people.superAdmin.personId}, now())`;
    const watchman = await watching();
    const site = await siteOf('North tower', acme()[0], acme()[1]);
    await owner`update app.customer set quiet_from = '00:00', quiet_to = '23:59'`;
    await goDown(acme()[0], acme()[1]);
    await later(200);
    await watchman.look();
    const rows = await owner`select body::jsonb as body from app.outgoing where kind = 'webhook'`;
    expect(rows).toMatchObject([
      {
        body: {
          type: 'alarm.raised',
          data: {
            customer: { slug: 'acme-corp' },
            target: { kind: 'site', id: site, name: 'North tower' },
            detail: { kind: 'site', site, devices: 2, times: 1, alarm: expect.any(String) },
          },
        },
      },
    ]);
  });
});
