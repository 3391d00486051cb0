import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DeviceId } from '@/core/ids';
import { watchedDatabase } from './watching';

const { owner, world, acme, wishes, watching, later, asleep, goDown, comeUp, logged, mailed } = await watchedDatabase();

describe('our own link', () => {
  /** Ten more devices of the other customer: with the world's it is sixteen. */
  async function many(): Promise<DeviceId[]> {
    await owner`delete from app.device_status`;
    await owner`update app.customer set alarm_after_minutes = 1 where slug = 'other-isp'`;
    await owner`update app.device set port = 8730 where customer_id = ${world().customers['other-isp']}`;
    const added = await owner`insert into app.device (customer_id, name, address)
      select ${world().customers['other-isp']}, 'tower-' || i, '10.1.0.' || i from generate_series(1, 10) i returning id`;
    await owner`insert into app.device_status (device_id, customer_id, is_up, since, tried_at, answered_at)
      select id, customer_id, true, app.now() - interval '1 day', app.now(), app.now() from app.device`;
    await wishes(world().people.superAdmin, { isEvery: true, isOwnLink: true });
    return added.map(({ id }) => id);
  }

  test('is told to Super Admins alone, and nothing else is raised until two minutes after it came back', async () => {
    const towers = await many();
    const watchman = await watching();
    const all = [...towers, ...world().devices['other-isp'], ...acme()];
    await goDown(...all);
    for (const seconds of [70, 100, 1500]) {
      await later(seconds);
      await watchman.look();
    }
    expect(await logged()).toEqual(['raised own link']);
    expect(await mailed()).toEqual([
      [
        'superadmin',
        'Down: the link of this Routeward itself',
        'the link of this Routeward itself, or nearly everything is: 16 devices went silent at once, and no other alarm is raised meanwhile',
      ],
    ]);
    const [dead, ...back] = all;
    await comeUp(...back);
    await later(20);
    await watchman.look();
    await later(100);
    await watchman.look();
    expect(await logged()).toEqual(['cleared own link']);
    await mailed();
    await later(30);
    await watchman.look();
    expect(await logged()).toEqual(['raised tower-1']);
    expect([dead, (await mailed()).map(([to]) => to)]).toEqual([towers[0], ['superadmin']]);
  });

  test.each([
    ['no witness', []],
    ['a witness that is silent', ['192.0.2.1:9']],
  ])(
    'is not suspected for one customer’s four fifths while another’s devices answer, with %s',
    async (_who, witnesses) => {
      const towers = await many();
      await owner`insert into app.setting (name, value, changed_at) values ('alarms.witnesses', ${owner.json(witnesses)}, now())`;
      const watchman = await watching(() => Promise.reject(new Error('unreachable')));
      // Thirteen of sixteen, and one of the three of the other.
      await goDown(...towers, ...world().devices['other-isp'], acme()[0]);
      await later(200);
      await watchman.look();
      const lines = await logged();
      expect([lines.length, lines.includes('raised own link')]).toEqual([14, false]);
      expect(await owner`select count(*)::int as alarms from app.alarm where device_id = ${acme()[0] ?? ''}`).toEqual([
        { alarms: 1 },
      ]);
    },
  );

  test('is not suspected for one router that is enrolled many times, whoever else is down', async () => {
    const towers = await many();
    await owner`update app.device set address = '10.1.0.1' where name like 'tower-%'`;
    await owner`delete from app.device_status where device_id not in (select id from app.device where name like 'tower-%')
      and device_id <> ${acme()[0] ?? ''}`;
    const watchman = await watching();
    await goDown(...towers, acme()[0]);
    await later(200);
    await watchman.look();
    expect((await logged()).filter((line) => !line.startsWith('raised tower-'))).toEqual(['raised router-00001']);
  });

  test('holds nothing back for longer than half an hour, not even by coming and going', async () => {
    const towers = await many();
    const watchman = await watching();
    // All of acme's is down, so nothing of it contradicts; the other's come back for a moment, again and again.
    await goDown(...acme());
    const others = [...towers, ...world().devices['other-isp']];
    let told: string[] = [];
    let seconds = 0;
    for (; seconds <= 1920 && !told.includes('raised router-00001'); seconds += 120) {
      await comeUp(...others);
      await later(20);
      await watchman.look();
      await goDown(...others);
      await later(100);
      await watchman.look();
      told = [...told, ...(await logged())];
    }
    expect(told).toContain('raised own link');
    expect(told).toContain('raised router-00001');
  });

  test('holds nothing back for longer than half an hour where nothing comes back', async () => {
    const towers = await many();
    const watchman = await watching();
    await goDown(...towers, ...world().devices['other-isp'], ...acme());
    for (const seconds of [70, 1720]) {
      await later(seconds);
      await watchman.look();
    }
    expect(await logged()).toEqual(['raised own link']);
    await later(20);
    await watchman.look();
    expect((await logged()).length).toBe(16);
  });

  test('stays what it was taken to be while a new runner knows nothing yet', async () => {
    const towers = await many();
    const watchman = await watching();
    await goDown(...towers, ...world().devices['other-isp'], ...acme());
    await later(70);
    await watchman.look();
    expect(await logged()).toEqual(['raised own link']);
    await asleep(7200);
    const next = await watching();
    for (const seconds of [30, 30, 60, 300]) {
      await later(seconds);
      await next.look();
    }
    expect(await logged()).toEqual([]);
  });

  test('is suspected too where the machine came up before its link did', async () => {
    const towers = await many();
    await asleep(7200);
    const watchman = await watching();
    await goDown(...towers, ...world().devices['other-isp'], ...acme());
    for (const seconds of [70, 120, 1200]) {
      await later(seconds);
      await watchman.look();
    }
    expect(await logged()).toEqual(['raised own link']);
  });

  test.each([
    ['answers', 'the devices are down', ['raised'], async () => ({ ip: '127.0.0.1' })],
    ['does not answer', 'our link is', ['raised own link'], () => Promise.reject(new Error('no such name'))],
  ] as const)('where a witness %s, %s', async (_what, _so, wanted, resolve) => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const towers = await many();
    await owner`insert into app.setting (name, value, changed_at) values ('alarms.witnesses', ${owner.json([`witness.example.net:${port}`])}, now())`;
    const watchman = await watching(resolve);
    await goDown(...towers, ...world().devices['other-isp'], ...acme());
    await later(70);
    await watchman.look();
    expect(
      new Set((await logged()).map((line) => (wanted[0] === 'raised' ? (line.split(' ')[0] ?? '') : line))),
    ).toEqual(new Set(wanted));
  });

  test('is not suspected for a witness that is silent while most devices answer', async () => {
    const [tower] = await many();
    await owner`insert into app.setting (name, value, changed_at) values ('alarms.witnesses', '["192.0.2.1:9"]', now())`;
    const watchman = await watching(() => Promise.reject(new Error('unreachable')));
    await goDown(tower);
    await later(70);
    await watchman.look();
    expect(await logged()).toEqual(['raised tower-1']);
  });
});
