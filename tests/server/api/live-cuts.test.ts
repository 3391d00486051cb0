import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { CustomerSlug, DeviceId, type SessionId } from '@/core/ids';
import { hear } from '@/server/db/notices';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makePerson, makeSession, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;

/** Within this a view that is open is cut: a view that only looked by its own clock would take five seconds. */
const longestMs = 1_000;

beforeAll(async () => {
  // What is told before this process listens is made up for by the clock; here it is to come by the notice.
  await new Promise<void>((resolve) => {
    const stop = hear('routeward_access', () => {
      stop();
      resolve();
    });
  });
});
beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
});

type View = AsyncIterator<readonly [string, unknown, ...unknown[]]>;
const acme = CustomerSlug.parse('acme-corp');
const since = () => new Date(Date.now() - 60_000).toISOString();
const deviceOf = (of: 'acme-corp' | 'other-isp') => DeviceId.parse(world.devices[of][0]);

const views: Record<string, (me: Principal) => Promise<AsyncIterable<readonly [string, unknown, ...unknown[]]>>> = {
  'devices of every customer': (me) => apiOf(me).devices.watchAll({}),
  'devices of one customer': (me) => apiOf(me).devices.watchList({ customer: acme }),
  'a device': (me) => apiOf(me).devices.watch({ device: deviceOf('acme-corp'), since: since() }),
  'a session': (me) => apiOf(me).sessions.watch({ session: world.sessions['acme-corp'], since: since() }),
};

/** Opens a view; it has shown something when this resolves. */
async function opened(name: string, me: Principal): Promise<View> {
  const view = (await views[name]?.(me))?.[Symbol.asyncIterator]();
  if (view === undefined) throw new Error(`no view ${name}`);
  await view.next();
  return view;
}

/** How a view ended, and how long after `deed` had been committed. */
async function cutBy(deed: () => Promise<unknown>, view: View) {
  const watching = (async () => {
    while (!(await view.next()).done);
  })();
  const ending = watching.catch((error: { code: string }) => ({ code: error.code, at: performance.now() }));
  await deed();
  const committed = performance.now();
  const { code, at } = (await ending) ?? { code: 'ended by itself', at: 0 };
  return { code, afterMs: at - committed };
}

const ends: [string, (me: Principal) => Promise<unknown>, Record<string, string>][] = [
  ['disabled', ({ personId: person }) => apiOf(world.people.superAdmin).people.disable({ person }), {}],
  [
    'given another role',
    ({ personId: person }) => apiOf(world.people.superAdmin).people.changeRole({ person, role: 'viewer' }),
    {},
  ],
  [
    'taken off the customer',
    ({ personId: person }) => apiOf(world.people.admin).people.setCustomers({ person, customers: [] }),
    {},
  ],
  [
    'signed out by a Super Admin',
    ({ personId: person }) => apiOf(world.people.superAdmin).people.endSignIns({ person }),
    {},
  ],
  ['signed out by themselves', (me) => apiOf(me).auth.signOut(), {}],
  ['signed out everywhere by themselves', (me) => apiOf(me).account.signOutEverywhere(), {}],
];

describe.each(Object.keys(views))('a live view of %s', (name) => {
  test.each(ends)('is cut within a second of its viewer being %s', async (_what, end) => {
    const me = await makePerson(database.owner, 'operator', [world.customers['acme-corp']]);
    const view = await opened(name, me);
    const { code, afterMs } = await cutBy(() => end(me), view);
    expect(code).toBe('UNAUTHORIZED');
    expect(afterMs).toBeLessThan(longestMs);
  });
});

describe('a customer archived', () => {
  test.each(['a device', 'a session', 'devices of one customer'])(
    'cuts the view of %s within a second',
    async (name) => {
      const me = await makePerson(database.owner, 'operator', [world.customers['acme-corp']]);
      const view = await opened(name, me);
      const { code, afterMs } = await cutBy(
        () => apiOf(world.people.superAdmin).customers.archive({ customer: acme }),
        view,
      );
      expect(['NOT_FOUND', 'FORBIDDEN']).toContain(code);
      expect(afterMs).toBeLessThan(longestMs);
    },
  );

  test('leaves the view of another one', async () => {
    const me = await makePerson(database.owner, 'operator', Object.values(world.customers));
    const session = await makeSession(database.owner, deviceOf('other-isp'), world.people.superAdmin);
    await goesOn(me, session, () => apiOf(world.people.superAdmin).customers.archive({ customer: acme }));
  });
});

test('somebody else’s end cuts nobody’s view', async () => {
  const me = await makePerson(database.owner, 'operator', [world.customers['acme-corp']]);
  const { personId: person } = await makePerson(database.owner, 'operator', [world.customers['acme-corp']]);
  await goesOn(me, world.sessions['acme-corp'], () => apiOf(world.people.superAdmin).people.disable({ person }));
});

/** A view of a session that is open while `deed` is done shows what comes after it. */
async function goesOn(me: Principal, session: SessionId, deed: () => Promise<unknown>): Promise<void> {
  const view = (await apiOf(me).sessions.watch({ session, since: since() }))[Symbol.asyncIterator]();
  let seen = JSON.stringify(await view.next());
  await deed();
  await apiOf(me).sessions.note({ session, text: 'Still here.' });
  while (!seen.includes('Still here.')) seen = JSON.stringify(await view.next());
  await view.return?.(undefined);
}
