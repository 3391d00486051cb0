import { beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { PersonId, type SessionId } from '@/core/ids';
import { type StepKind, sessionName, stepKinds } from '@/core/sessions';
import type { Transaction } from '@/server/db/connection';
import { asEverything, asPerson } from '@/server/db/open';
import { addStep, type NewStep, openSession } from '@/server/db/session-log';
import { findSession, type Session, stepsOf } from '@/server/db/sessions';
import { type TestDatabase, testDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';

type Db = Transaction['db'];

// As many writers at once as connections: what orders them is the database.
const database: TestDatabase = await testDatabase(50);
let world: World;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

const as = <T>(me: Principal, work: (db: Db) => Promise<T>): Promise<T> =>
  (me.role === 'superAdmin' ? asEverything : asPerson)(me, ({ db }) => work(db));
const author = (me: Principal) => ({ me, from: '192.0.2.7' });

const told = (me: Principal, id: SessionId) =>
  as(me, async (db) => {
    const session = await findSession(db, me, id);
    if (session === undefined) throw new Error('no such session');
    return { session, steps: await stepsOf(db, me, id) };
  });

async function opened(me: Principal, of: 'acme-corp' | 'other-isp' = 'acme-corp'): Promise<Session> {
  const made = { customerId: world.customers[of], title: 'No link', symptom: 'It has no link.' };
  const id = await as(me, (db) => openSession(db, author(me), { ...made, devices: world.devices[of].slice(0, 1) }));
  return (await told(me, id)).session;
}

const step = (me: Principal, session: Session, what: NewStep): Promise<number> =>
  as(me, (db) => addStep(db, author(me), session, what));
const note = (text: string): NewStep => ({ kind: 'note', text });

const wordOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

describe('steps', () => {
  test('of 50 writers at once are numbered from 1 without a gap, each at a time not before the one before', async () => {
    const { operator, admin, superAdmin } = world.people;
    const session = await opened(operator);
    const writers = [operator, admin, superAdmin];
    const numbers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        step(writers[index % 3] ?? operator, session, note(`of writer ${index}`)),
      ),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
    const { session: after, steps } = await told(operator, session.id);
    expect(steps.map(({ number }) => number)).toEqual(Array.from({ length: 52 }, (_, index) => index + 1));
    expect(after.stepCount).toBe(52);
    const times =
      await database.owner`select at from app.session_step where session_id = ${session.id} order by number`;
    expect(times.every(({ at }, index) => index === 0 || at >= times[index - 1]?.at)).toBe(true);
    expect(new Set(steps.map(({ text }) => text)).size).toBe(52);
  });

  test('that are taken back leave no gap', async () => {
    const { operator } = world.people;
    const session = await opened(operator);
    const back = as(operator, async (db) => {
      expect(await addStep(db, author(operator), session, note('taken back'))).toBe(3);
      throw new Error('taken back');
    });
    await expect(back).rejects.toThrow('taken back');
    expect(await step(operator, session, note('stays'))).toBe(3);
  });

  test('add up to the row: title, holder, devices, runs, cause', async () => {
    const { operator, admin } = world.people;
    const session = await opened(operator);
    const [, second] = world.devices['acme-corp'];
    if (second === undefined) throw new Error('no such device');
    await step(operator, session, { kind: 'deviceAdded', device: second });
    await step(operator, session, { kind: 'run', run: world.runs['acme-corp'] });
    await step(operator, session, { kind: 'renamed', text: 'A cable' });
    await step(operator, session, { kind: 'handedOver', to: admin.personId, text: null });
    await step(admin, session, { kind: 'closed', text: 'A cut cable.' });
    const { session: row } = await told(operator, session.id);
    expect(row).toMatchObject({ title: 'A cable', holder: 'The admin', state: 'closed', cause: 'A cut cable.' });
    expect(row).toMatchObject({ stepCount: 7, runCount: 1, openedBy: { name: 'The operator', role: 'operator' } });
    expect(row.devices.map(({ id }) => id)).toEqual(world.devices['acme-corp'].slice(0, 2));
    await step(operator, session, { kind: 'reopened', text: 'Again.' });
    expect((await told(operator, session.id)).session).toMatchObject({ state: 'open', cause: null, closedAt: null });
  });

  test('have who it was from the tables, with the role of that moment, and stay so', async () => {
    const { operator, admin } = world.people;
    const session = await opened(operator);
    const { owner } = database;
    await owner`update app.person set name = 'Marco Okafor' where id = ${operator.personId}`;
    await step(operator, session, note('by his own name'));
    await step(operator, session, { kind: 'handedOver', to: admin.personId, text: 'Yours.' });
    await owner`update app.person set name = 'Another name', role = 'viewer' where id in (${operator.personId}, ${admin.personId})`;
    const { steps } = await told(world.people.viewer, session.id);
    expect(steps.slice(2)).toMatchObject([
      { by: { name: 'Marco Okafor', role: 'operator' }, from: '192.0.2.7', text: 'by his own name', to: null },
      { by: { name: 'Marco Okafor', role: 'operator' }, text: 'Yours.', to: 'The admin' },
    ]);
  });
});

describe('numbers of sessions', () => {
  test('are each customer’s own from 1, without a gap under 20 at once, whatever the other customer does', async () => {
    const { superAdmin, operator } = world.people;
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? opened(operator) : opened(superAdmin, 'other-isp'))),
    );
    for (const of of ['acme-corp', 'other-isp']) {
      const numbers = made.filter(({ customer }) => customer === of).map(({ number }) => number);
      // The world has opened one of each.
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
    }
  });

  test('of openings that are taken back are given to the next', async () => {
    const { operator } = world.people;
    const foreign = world.devices['other-isp'].slice(0, 1);
    const made = { customerId: world.customers['acme-corp'], title: 'x', symptom: 'x', devices: foreign };
    await expect(as(operator, (db) => openSession(db, author(operator), made))).rejects.toThrow();
    expect((await opened(operator)).number).toBe(2);
  });
});

/** A step of each kind that an open session with this world would take. */
const stepOf = (kind: StepKind): NewStep => {
  const [, device] = world.devices['acme-corp'];
  if (device === undefined) throw new Error('no such device');
  if (kind === 'deviceAdded') return { kind, device };
  if (kind === 'run') return { kind, run: world.runs['acme-corp'] };
  if (kind === 'handedOver') return { kind, to: world.people.admin.personId, text: null };
  return { kind, text: 'Words.' };
};

describe('a closed session', () => {
  test.each(stepKinds.filter((kind) => kind !== 'reopened'))('takes no step of the kind %s', async (kind) => {
    const { operator } = world.people;
    const session = await opened(operator);
    await step(operator, session, { kind: 'closed', text: 'Done.' });
    const before = await told(operator, session.id);
    await expect(step(operator, session, stepOf(kind))).rejects.toMatchObject({
      code: 'conflict',
      message: `${sessionName(session.number)} is closed. Reopen it to go on with it.`,
    });
    expect(await told(operator, session.id)).toEqual(before);
  });

  test('is reopened, and then takes notes again', async () => {
    const { operator } = world.people;
    const session = await opened(operator);
    await step(operator, session, { kind: 'closed', text: 'Done.' });
    expect(await step(operator, session, { kind: 'reopened', text: 'It is back.' })).toBe(4);
    expect(await step(operator, session, note('Again.'))).toBe(5);
  });
});

test('an open session cannot be reopened, nor opened a second time', async () => {
  const { operator } = world.people;
  const session = await opened(operator);
  await expect(step(operator, session, stepOf('reopened'))).rejects.toMatchObject({
    code: 'conflict',
    message: 'S-2 is open already.',
  });
  await expect(step(operator, session, stepOf('opened'))).rejects.toThrow();
});

test('a close and notes at the same moment have exactly one order: no note after the close', async () => {
  const { operator, admin } = world.people;
  for (let round = 0; round < 10; round += 1) {
    const session = await opened(operator);
    const noted = Array.from({ length: 8 }, (_, index) => step(operator, session, note(`note ${index}`)));
    noted.splice(round % 8, 0, step(admin, session, { kind: 'closed', text: 'Done.' }));
    const outcomes = await Promise.allSettled(noted);
    const { steps } = await told(operator, session.id);
    expect(steps.at(-1)).toMatchObject({ kind: 'closed', number: steps.length });
    expect(steps.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
    // Each note is either in the log, before the close, or was refused.
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(steps.length - 3 + refused.length).toBe(8);
    for (const one of refused)
      expect(one.status === 'rejected' && wordOf(one.reason)).toBe(
        `S-${session.number} is closed. Reopen it to go on with it.`,
      );
  }
});

test('of two closes at the same moment one is taken and the other refused', async () => {
  const { operator, admin } = world.people;
  const session = await opened(operator);
  const both = [operator, admin].map((me) => step(me, session, { kind: 'closed', text: `By ${me.role}.` }));
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const { session: after, steps } = await told(operator, session.id);
  expect(after.cause).toBe(steps.at(-1)?.text);
});

describe('the caps', () => {
  const fill = async (session: Session, column: 'step_count' | 'run_count', to: number) => {
    await database.owner`update app.session set ${database.owner({ [column]: to })} where id = ${session.id}`;
  };

  test('20 devices', async () => {
    const { operator } = world.people;
    const session = await opened(operator);
    const more = await database.owner`
      insert into app.device (customer_id, name, address)
      select ${world.customers['acme-corp']}, 'more-' || i, '10.9.9.' || i from generate_series(1, 20) i returning id`;
    const adding = more.map(({ id }) => step(operator, session, { kind: 'deviceAdded', device: id }));
    const outcomes = await Promise.allSettled(adding);
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [wordOf(one.reason)] : []));
    expect(refused).toEqual(['S-2 has 20 devices, which is the most.']);
    expect((await told(operator, session.id)).session.devices).toHaveLength(20);
  });

  test('a device once', async () => {
    const { operator } = world.people;
    const session = await opened(operator);
    const [device] = session.devices;
    if (device === undefined) throw new Error('no such device');
    await expect(step(operator, session, { kind: 'deviceAdded', device: device.id })).rejects.toMatchObject({
      code: 'conflict',
      message: 'This device belongs to S-2 already.',
    });
  });

  test('200 runs', async () => {
    const { operator } = world.people;
    const session = await opened(operator);
    await fill(session, 'run_count', 200);
    await expect(step(operator, session, stepOf('run'))).rejects.toMatchObject({
      code: 'conflict',
      message: 'S-2 has 200 runs, which is the most. Close it and open another.',
    });
    await fill(session, 'run_count', 199);
    expect(await step(operator, session, stepOf('run'))).toBe(3);
  });

  test('1,000 steps; and the sentence that says to close it can be followed', async () => {
    const { operator } = world.people;
    const session = await opened(operator);
    await fill(session, 'step_count', 999);
    expect(await step(operator, session, note('the last'))).toBe(1_000);
    const full = { code: 'conflict', message: 'S-2 has 1000 steps, which is the most. Close it and open another.' };
    await expect(step(operator, session, note('one more'))).rejects.toMatchObject(full);
    expect(await step(operator, session, { kind: 'closed', text: 'Too long.' })).toBe(1_001);
    await expect(step(operator, session, stepOf('reopened'))).rejects.toMatchObject(full);
  });
});

test('a session is handed over to somebody who may hold it and to nobody else', async () => {
  const { operator } = world.people;
  const session = await opened(operator);
  await expect(
    step(operator, session, { kind: 'handedOver', to: PersonId.parse(crypto.randomUUID()), text: null }),
  ).rejects.toMatchObject({ code: 'conflict', message: 'Nobody of that id may look after S-2.' });
});
