import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { until } from '@/cli/until';
import { type ChangeId, DeviceId } from '@/core/ids';
import { sweep } from '@/server/runner/sweep';
import type { SimulatedRouter } from '@/simulator/router';
import { signIn } from '../../simulator/client';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { makePerson, makeWorld, type World } from '../../support/world';
import { ask, authorise, enrolled, logged, reaches, rowOf, withdraw } from './changing';
import { hears, saidTo, someone, standingOf, subscriber } from './scene';

/* A change from whoever asks for it to its end, with the runner and the database between. */

const database: TestDatabase = await testDatabase();
const { owner } = database;
let world: World;
let fleet: Fleet;

beforeEach(async () => {
  await owner`truncate app.customer, app.person cascade`;
  await database.shiftClock('0');
  world = await makeWorld(database);
  await owner`update app.customer set is_probed = false`;
  fleet = new Fleet(database);
});

const deviceOf = (index = 0): DeviceId => DeviceId.parse(world.devices['acme-corp'][index]);
const asked = (index = 0) => ({ device: deviceOf(index), customer: world.customers['acme-corp'] });
const operator = () => world.people.operator;
const sent = (router: SimulatedRouter) => saidTo(router).filter((words) => /\/(?:set|remove|take) /.test(words));
const whole = ['begun', 'checked', 'arming', 'armed', 'applied', 'reached', 'readBack', 'releasing'];

/** A change that waits for somebody to authorise it. */
async function previewed(index = 0): Promise<ChangeId> {
  const change = await ask(operator(), asked(index));
  await reaches(database, change, 'previewed');
  return change;
}

describe('a change', () => {
  test('is previewed, authorised, made and taken back, and the log has each step', async () => {
    const router = await enrolled(fleet, deviceOf());
    const { failures } = startRunner(fleet.dial);
    const change = await previewed();
    expect(sent(router)).toEqual([]);
    await authorise(operator(), change);
    expect(await reaches(database, change, 'verified')).toMatchObject({ fault: null, stages: whole });
    expect(standingOf(router)).toBe('suspended');
    expect(await logged(database, change)).toEqual([
      'change.previewed ok previewed',
      'change.begun intent -',
      'change.ended ok verified',
    ]);
    const back = await ask(operator(), { ...asked(), reverts: change });
    await reaches(database, back, 'previewed');
    await authorise(operator(), back);
    await reaches(database, back, 'verified');
    // Whoever was turned away dials again a little later.
    expect(standingOf(router, 120_000)).toBe('online');
    expect(failures).toEqual([]);
  });

  test('says nothing of the subscriber where it is not sealed, but for what was asked for', async () => {
    await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const change = await previewed();
    await authorise(operator(), change);
    await reaches(database, change, 'verified');
    const [row] = await owner`select (to_jsonb(c) - 'params')::text as text from app.change c where id = ${change}`;
    const entries = await owner`select body from audit.entry where body::jsonb -> 'detail' ->> 'change' = ${change}`;
    const hex = Buffer.from(subscriber).toString('hex');
    for (const text of [String(row?.text), ...entries.map(({ body }) => String(body))]) {
      expect(text).not.toContain(subscriber);
      expect(text).not.toContain(hex);
    }
  });

  test('is refused where nobody is called that, and unneeded where it is so already', async () => {
    const router = await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const refused = await ask(operator(), { ...asked(), name: 'nobody' });
    await reaches(database, refused, 'refused');
    const unneeded = await ask(operator(), { ...asked(), template: 'subscriber.resume' });
    await reaches(database, unneeded, 'unneeded');
    expect(await logged(database, refused)).toEqual(['change.previewed ok refused']);
    expect(sent(router)).toEqual([]);
  });

  test('fails at its preview where no account that writes is stored; and what nothing guards waits for an Admin', async () => {
    await enrolled(fleet, deviceOf(), { version: '7.17.2' });
    await fleet.enrol(deviceOf(1));
    startRunner(fleet.dial);
    const unguarded = await ask(operator(), asked());
    const unwritable = await reaches(database, await ask(operator(), asked(1)), 'failed');
    expect(unwritable.fault).toBe('noWriteCredentials');
    await reaches(database, unguarded, 'previewed');
    await authorise(world.people.admin, unguarded);
    await reaches(database, unguarded, 'verified');
  });

  test('fails with nothing sent where the router is not any more what was previewed', async () => {
    const router = await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const change = await previewed();
    await (await signIn(router, someone.name, someone.password)).ask('/ppp/secret/set', '=.id=*2', '=comment=paid');
    const before = sent(router).length;
    await authorise(operator(), change);
    expect(await reaches(database, change, 'failed')).toMatchObject({ fault: 'differs', stages: ['begun'] });
    expect(sent(router)).toHaveLength(before);
  });

  test('is one at a time on a device: another one is not even authorised', async () => {
    const router = await enrolled(fleet, deviceOf());
    const { runner } = startRunner(fleet.dial);
    const [one, other] = [await previewed(), await previewed()];
    await runner.end(0);
    await authorise(operator(), one);
    await expect(authorise(operator(), other)).rejects.toThrow();
    expect((await rowOf(database, other)).state).toBe('previewed');
    expect(sent(router)).toEqual([]);
  });
});

describe('nobody is there to answer for it', () => {
  test.each(['asked for it', 'authorised it'])('whoever %s may not any more: nothing is sent', async (who) => {
    const router = await enrolled(fleet, deviceOf());
    const { runner } = startRunner(fleet.dial);
    const change = await previewed();
    await runner.end(0);
    const admin = await makePerson(owner, 'admin', [asked().customer]);
    await authorise(admin, change);
    const gone = who === 'asked for it' ? operator() : admin;
    await owner`update app.person set disabled_at = now() where id = ${gone.personId}`;
    const before = saidTo(router).length;
    startRunner(fleet.dial);
    expect(await reaches(database, change, 'failed')).toMatchObject({ fault: 'rightsLost', stages: [] });
    expect(saidTo(router)).toHaveLength(before);
    expect(await logged(database, change)).toEqual(['change.previewed ok previewed', 'change.ended failed failed']);
  });

  test('nor at its preview', async () => {
    const router = await enrolled(fleet, deviceOf());
    const change = await ask(operator(), asked());
    await owner`update app.person set role = 'viewer' where id = ${operator().personId}`;
    startRunner(fleet.dial);
    expect(await reaches(database, change, 'failed')).toMatchObject({ fault: 'rightsLost' });
    expect(router.received).toEqual([]);
  });
});

describe('time', () => {
  test('what no runner took within a minute is not done later by itself', async () => {
    const router = await enrolled(fleet, deviceOf());
    const { runner } = startRunner(fleet.dial);
    const change = await previewed();
    await runner.end(0);
    await authorise(operator(), change);
    const unseen = await ask(operator(), asked());
    await database.shiftClock('61 seconds');
    const before = saidTo(router).length;
    startRunner(fleet.dial);
    for (const one of [change, unseen])
      expect(await reaches(database, one, 'failed')).toMatchObject({ fault: 'interrupted', stages: [] });
    expect(saidTo(router)).toHaveLength(before);
    expect(await logged(database, unseen)).toEqual(['change.ended failed failed']);
  });

  test('a preview is an offer for an hour', async () => {
    await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const change = await previewed();
    await database.shiftClock('61 minutes');
    await expect(authorise(operator(), change)).rejects.toThrow();
    await sweep();
    expect(await rowOf(database, change)).toMatchObject({ state: 'expired' });
    expect((await logged(database, change)).at(-1)).toBe('change.expired ok expired');
  });

  test('one that is withdrawn while the router is read stays so', async () => {
    const router = await enrolled(fleet, deviceOf());
    router.faults.delayMs = 150;
    const { failures } = startRunner(fleet.dial);
    const change = await ask(operator(), asked());
    expect(await until(() => saidTo(router).length > 1, 20_000)).toBe(true);
    await withdraw(operator(), change);
    // All seven looks have been answered, and it has let go.
    expect(await until(() => saidTo(router).length === 7 && router.connections === 0, 20_000)).toBe(true);
    expect(await rowOf(database, change)).toMatchObject({ state: 'withdrawn', fault: null });
    expect(await logged(database, change)).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('a runner that went while it read leaves a preview that failed', async () => {
    await enrolled(fleet, deviceOf());
    const change = await ask(operator(), asked());
    await owner`update app.change set claimed_by = 'gone', lease_until = now() - interval '1 second' where id = ${change}`;
    expect(await sweep()).toBe(1);
    expect(await rowOf(database, change)).toMatchObject({ state: 'failed', fault: 'interrupted' });
  });
});

/** From now on the database refuses to write this; what it returns takes that back. */
async function refusing(table: string, when: string): Promise<() => Promise<void>> {
  await owner.unsafe(`create or replace function app.refuse_for_test() returns trigger language plpgsql as $$
    begin raise exception 'not now'; end $$;
    create trigger zz_refuse_for_test before insert or update on ${table} for each row when (${when})
      execute function app.refuse_for_test()`);
  let isThere = true;
  const allow = async () => {
    if (isThere) await owner.unsafe('drop function app.refuse_for_test cascade');
    isThere = false;
  };
  onTestFinished(allow);
  return allow;
}

describe('the database fails while it is made', () => {
  test.each(['applied', 'reached', 'readBack', 'releasing'])('at %s: undone, and recorded so', async (stage) => {
    const router = await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const change = await previewed();
    await refusing('app.change_stage', `new.stage = '${stage}'`);
    await authorise(operator(), change);
    expect(await reaches(database, change, 'reverted')).toMatchObject({ fault: 'interrupted' });
    expect([standingOf(router), router.state.safeMode.holder]).toEqual(['online', null]);
    expect((await logged(database, change)).at(-1)).toBe('change.ended failed reverted');
  });

  test('the claim is lost: undone, and read back by whoever comes next', async () => {
    const router = await enrolled(fleet, deviceOf());
    startRunner(fleet.dial);
    const change = await previewed();
    await owner.unsafe(`create function app.take_for_test() returns trigger language plpgsql as $$
      begin update app.change set state = 'unknown', ended_at = now(), look_at = now(), claimed_by = null, lease_until = null
        where id = new.change_id; return new; end $$;
      create trigger zz_take_for_test after insert on app.change_stage for each row when (new.stage = 'armed')
        execute function app.take_for_test()`);
    onTestFinished(() => void owner.unsafe('drop function app.take_for_test cascade').execute());
    await authorise(operator(), change);
    expect(await reaches(database, change, 'reverted')).toMatchObject({ stages: whole.slice(0, 4), isDue: false });
    expect([standingOf(router), router.state.safeMode.holder]).toEqual(['online', null]);
    expect((await logged(database, change)).at(-1)).toBe('change.settled failed reverted');
  });

  test('an end that cannot be written down keeps every other change from beginning', async () => {
    const [router, other] = [await enrolled(fleet, deviceOf()), await enrolled(fleet, deviceOf(1))];
    const { failures } = startRunner(fleet.dial);
    const [change, next] = [await previewed(), await previewed(1)];
    const allow = await refusing('app.change', `new.state = 'verified'`);
    await authorise(operator(), change);
    expect(await until(() => failures.length > 0, 20_000)).toBe(true);
    expect(standingOf(router)).toBe('suspended');
    await authorise(operator(), next);
    const tries = failures.length;
    expect(await until(() => failures.length > tries + 2, 20_000)).toBe(true);
    expect([sent(other), (await rowOf(database, next)).state]).toEqual([[], 'authorised']);
    await allow();
    await reaches(database, change, 'verified');
    await reaches(database, next, 'verified');
    expect(standingOf(other)).toBe('suspended');
  });
});

test('a runner that ends has what it makes undone', async () => {
  const router = await enrolled(fleet, deviceOf());
  const { runner } = startRunner(fleet.dial);
  const change = await previewed();
  router.faults.delayMs = 60;
  await authorise(operator(), change);
  await hears(router, '/ppp/active/remove');
  await runner.end(0);
  expect(await rowOf(database, change)).toMatchObject({ state: 'reverted', fault: 'interrupted' });
  expect(standingOf(router)).toBe('online');
});

test('one that may take its time finishes it', async () => {
  const router = await enrolled(fleet, deviceOf());
  const { runner } = startRunner(fleet.dial);
  const change = await previewed();
  router.faults.delayMs = 20;
  await authorise(operator(), change);
  await hears(router, '/ppp/active/remove');
  await runner.end(30_000);
  expect((await rowOf(database, change)).state).toBe('verified');
  expect(standingOf(router)).toBe('suspended');
});

describe('what nobody knows is read back', () => {
  test('later, while somebody holds safe mode or nobody answers, and the device stays locked', async () => {
    const router = await enrolled(fleet, deviceOf());
    const { runner } = startRunner(fleet.dial);
    const [change, next] = [await previewed(), await previewed()];
    // The answer to the release is lost, and somebody is quicker than we are.
    await refusing('app.change', `new.state = 'unknown' and new.look_at is null`);
    router.faults.delayMs = 20;
    await authorise(operator(), change);
    await hears(router, '/safe-mode/release');
    router.faults.refusesConnections = true;
    router.faults.cut = { afterBytes: 1, by: 'RST' };
    router.faults.delayMs = 0;
    await reaches(database, change, 'unknown');
    await runner.end(5_000);
    expect(await rowOf(database, change)).toMatchObject({ state: 'unknown', isDue: true });
    router.faults.refusesConnections = false;
    const hand = await signIn(router, someone.name, someone.password);
    await hand.ask('/safe-mode/take', '=on-error=release');
    await expect(authorise(operator(), next)).rejects.toThrow();
    await database.shiftClock('40 seconds');
    startRunner(fleet.dial);
    const [before] = await owner`select look_at from app.change where id = ${change}`;
    const isPutOff = async () => {
      const [row] = await owner`select look_at > ${before?.look_at} as later from app.change where id = ${change}`;
      return row?.later === true;
    };
    expect(await until(isPutOff, 20_000)).toBe(true);
    await hand.ask('/safe-mode/release');
    await database.shiftClock('120 seconds');
    await reaches(database, change, 'verified');
    expect(standingOf(router)).toBe('suspended');
    expect((await logged(database, change)).slice(-2)).toEqual([
      'change.ended unknown unknown',
      'change.settled ok verified',
    ]);
    await authorise(operator(), next);
    expect(await reaches(database, next, 'failed')).toMatchObject({ fault: 'differs' });
  });
});
