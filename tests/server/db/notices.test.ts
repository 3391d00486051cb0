import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { type Channel, channels, hear } from '@/server/db/notices';
import { asStranger } from '@/server/db/open';
import { type TestDatabase, testDatabase } from '../../support/database';

let database: TestDatabase;
let superuser: Sql;
let name: string;
const heard = new Map<Channel, (string | null)[]>();
const stops: (() => void)[] = [];

/** However long it takes: what counts is that it comes about. */
const patient = { timeout: 60_000, interval: 20 };

beforeAll(async () => {
  database = await testDatabase();
  superuser = connect(inject('superuserUrl'), 1, {});
  const [row] = await database.owner`select current_database() as name`;
  name = String(row?.name);
  for (const channel of channels) {
    const payloads: (string | null)[] = [];
    heard.set(channel, payloads);
    stops.push(hear(channel, (payload) => payloads.push(payload)));
  }
  await vi.waitFor(() => expect([...heard.values()]).toEqual(channels.map(() => [null])), patient);
});

afterAll(async () => {
  for (const stop of stops) stop();
  await superuser.end();
});

const say = (channel: Channel, payload: string) => database.owner`select pg_notify(${channel}, ${payload})`;
const heardOn = (channel: Channel): (string | null)[] => heard.get(channel) ?? [];
const forgetAll = () => {
  for (const payloads of heard.values()) payloads.splice(0);
};

/** Ends the backends whose last statement was to listen, and tells how many they were. */
const endListening = async (): Promise<number> =>
  (
    await superuser`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and query ilike 'listen %' and pid <> pg_backend_pid()`
  ).length;

/** Says it again and again until it is heard: a notice from before the listening is nobody's. */
async function isHeardOnAll(word: string): Promise<void> {
  await vi.waitFor(async () => {
    for (const channel of channels) await say(channel, word);
    for (const channel of channels) expect(heardOn(channel)).toContain(word);
  }, patient);
}

describe('a notice', () => {
  test('is heard by everybody who listens on its channel, in order, and by nobody else', async () => {
    forgetAll();
    const also: (string | null)[] = [];
    const stop = hear('routeward_run', (payload) => also.push(payload));
    for (const word of ['one', 'two', 'three']) await say('routeward_run', word);
    await vi.waitFor(() => expect(heardOn('routeward_run')).toEqual(['one', 'two', 'three']), patient);
    expect(also).toEqual(['one', 'two', 'three']);
    stop();
    await say('routeward_run', 'four');
    await vi.waitFor(() => expect(heardOn('routeward_run')).toHaveLength(4), patient);
    expect(also).toHaveLength(3);
    expect([heardOn('routeward_rows'), heardOn('routeward_status')]).toEqual([[], []]);
  });

  test('of a transaction that is taken back is not heard', async () => {
    forgetAll();
    const takenBack = database.owner.begin(async (sql) => {
      await sql`select pg_notify('routeward_rows', 'taken back')`;
      throw new Error('taken back');
    });
    await expect(takenBack).rejects.toThrow('taken back');
    await say('routeward_rows', 'committed');
    await vi.waitFor(() => expect(heardOn('routeward_rows')).toEqual(['committed']), patient);
  });
});

describe('after the listening connection was ended', () => {
  test('everybody is told that something may have been missed, and hears again', async () => {
    for (const round of ['first', 'second', 'third']) {
      forgetAll();
      expect(await endListening()).toBeGreaterThan(0);
      for (const channel of channels) await say(channel, 'perhaps missed');
      await vi.waitFor(() => {
        for (const channel of channels) expect(heardOn(channel)).toContain(null);
      }, patient);
      await isHeardOnAll(round);
    }
  });

  test('and the database was away, the same: when it is back', async () => {
    forgetAll();
    await superuser.unsafe(`alter database ${name} allow_connections false`);
    try {
      expect(await endListening()).toBeGreaterThan(0);
      await superuser`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${name} and application_name = 'routeward'`;
      // Whoever comes now is refused, and so is the driver that would listen anew.
      await vi.waitFor(
        () => expect(asStranger(async () => 'let in')).rejects.toMatchObject({ code: '55000' }),
        patient,
      );
      // What was said again and again before may still come; that something was missed, nobody can have said yet.
      expect(heardOn('routeward_run')).not.toContain(null);
    } finally {
      await superuser.unsafe(`alter database ${name} allow_connections true`);
    }
    await vi.waitFor(() => {
      for (const channel of channels) expect(heardOn(channel)).toContain(null);
    }, patient);
    await isHeardOnAll('back again');
  });
});
