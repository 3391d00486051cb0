import { beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { eventTitle } from '@/core/events';
import { createCaller } from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { allOf, fillEntries, type Made } from '../../support/entries';
import { contextFor, entriesOf, makeCustomer, makePerson, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let made: Made[];
const before = '2030-01-01';

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  made = await fillEntries(database, world);
});

const api = (me: Principal) => createCaller(contextFor(me)).audit;
/** What the test's own requests leave is newer than what it made. */
const until = () => `until:${new Date(Date.parse(made[0]?.at ?? '') + 30_000).toISOString()}`;
const found = async (me: Principal, q: string) =>
  (await allOf(me, { q: `${q} ${until()}`, limit: 97 })).map(({ id }) => id);
const wanted = (is: (one: Made) => boolean) => made.filter(is).map(({ id }) => id);
const isMine = ({ customer }: Made) => customer === world.customers['acme-corp'];

type Narrowing = readonly [q: () => string, is: (one: Made) => boolean];

const narrowings: Readonly<Record<string, Narrowing>> = {
  nothing: [() => '', () => true],
  'an outcome': [() => 'outcome:refused', ({ outcome }) => outcome === 'refused'],
  'two outcomes, one of them ok': [
    () => 'outcome:ok outcome:failed',
    ({ outcome }) => ['ok', 'failed'].includes(outcome),
  ],
  'an event': [() => 'event:run.started', ({ event }) => event === 'run.started'],
  'a category': [() => 'category:change', ({ event }) => event === 'device.renamed'],
  'a person': [
    () => `actor:${world.people.operator.personId}`,
    ({ actor }) => actor === world.people.operator.personId,
  ],
  'a kind of actor': [() => 'actor:stranger', ({ actorKind }) => actorKind === 'stranger'],
  'a person or a kind': [
    () => `actor:${world.people.admin.personId} actor:runner`,
    ({ actor, actorKind }) => actor === world.people.admin.personId || actorKind === 'runner',
  ],
  'a customer': [() => 'customer:acme-corp', isMine],
  'a thing': [
    () => `target:device/${world.devices['acme-corp'][1]}`,
    ({ target }) => target === `device/${world.devices['acme-corp'][1]}`,
  ],
  'an address': [() => 'address:10.20.30.40', ({ address }) => address === '10.20.30.40'],
  'a network': [() => 'address:10.20.0.0/16', ({ address }) => address?.startsWith('10.20.') ?? false],
  'half a byte of a network': [() => 'address:10.20.31.0/24', ({ address }) => address === '10.20.31.1'],
  'a network of IPv6': [() => 'address:2001:db8::/32', ({ address }) => address === '2001:db8::17'],
  'a request': [() => 'request:request-7', ({ request }) => request === 'request-7'],
  'a time': [
    () => `since:${made[200]?.at} until:${made[100]?.at}`,
    ({ at }) => at >= (made[200]?.at ?? '') && at < (made[100]?.at ?? ''),
  ],
  'a part of a name': [() => 'óscar', ({ name }) => name === 'Óscar Operator'],
  'words of a title': [() => '"renamed a"', ({ event }) => eventTitle(event).includes('renamed a')],
  'the name of a thing': [
    () => 'router-00002',
    ({ target }) =>
      target === `device/${world.devices['acme-corp'][1]}` || target === `device/${world.devices['other-isp'][1]}`,
  ],
  'everything at once': [
    () =>
      `outcome:ok event:run.started actor:${world.people.operator.personId} customer:acme-corp address:10.0.0.0/8 óscar since:5d`,
    (one) =>
      one.outcome === 'ok' &&
      one.event === 'run.started' &&
      one.actor === world.people.operator.personId &&
      isMine(one) &&
      (one.address?.startsWith('10.') ?? false),
  ],
};

describe('a query finds exactly the entries that it says', () => {
  test.each(Object.entries(narrowings))('for a Super Admin: %s', async (name, [q, is]) => {
    const ids = wanted((one) => is(one));
    expect(ids.length, 'the test has something to find').toBeGreaterThan(1);
    const narrowed =
      name === 'a time'
        ? (await allOf(world.people.superAdmin, { q: q(), limit: 97 })).map(({ id }) => id)
        : await found(world.people.superAdmin, q());
    expect(narrowed).toEqual(ids);
  });

  test.each(Object.entries(narrowings))('for an Admin, of the own customers: %s', async (name, [q, is]) => {
    const narrowed =
      name === 'a time'
        ? (await allOf(world.people.admin, { q: q(), limit: 97 })).map(({ id }) => id)
        : await found(world.people.admin, q());
    expect(narrowed).toEqual(wanted((one) => isMine(one) && is(one)));
  });

  test('what belongs to nobody, for a Super Admin alone', async () => {
    expect(await found(world.people.superAdmin, 'customer:none')).toEqual(wanted(({ customer }) => customer === null));
    expect(await found(world.people.admin, 'customer:none')).toEqual([]);
  });
});

test.each(Object.entries(narrowings))(
  'an Admin of hundreds of customers finds those of all of them and no other: %s',
  async (name, [q, is]) => {
    manyCustomers ??= makeAdminOfMany();
    const me = await manyCustomers;
    const asked = name === 'a time' ? q() : `${q()} ${until()}`;
    expect((await allOf(me, { q: asked, limit: 97 })).map(({ id }) => id)).toEqual(
      wanted((one) => isMine(one) && is(one)),
    );
  },
);

let manyCustomers: Promise<Principal> | undefined;

/** Of acme-corp and of 204 others without an entry. */
async function makeAdminOfMany(): Promise<Principal> {
  const me = await makePerson(database.owner, 'admin', [world.customers['acme-corp']]);
  await database.owner`with made as (insert into app.customer (slug, name) select 'isp-' || i, 'ISP' from generate_series(1, 204) i returning id)
    insert into app.membership (person_id, customer_id) select ${me.personId}, id from made`;
  return me;
}

test('pages both ways meet: newer ones lead back over the same entries', async () => {
  const first = await api(world.people.superAdmin).list({ q: until(), limit: 50 });
  const second = await api(world.people.superAdmin).list({ q: until(), limit: 50, after: first.next ?? '' });
  const back = await api(world.people.superAdmin).list({ q: until(), limit: 50, before: second.previous ?? '' });
  expect(back.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
  expect(back.previous).toBeNull();
  expect(first.previous).toBeNull();
});

test('paging is complete, without doubles or gaps, while entries are being added', async () => {
  const ids = new Set(made.map(({ id }) => id));
  const seen = await allOf(world.people.superAdmin, { limit: 40 }, () => fillNow());
  expect(seen.filter(({ id }) => ids.has(id)).map(({ id }) => id)).toEqual([...ids]);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
});

const fillNow = () =>
  database.owner`select audit.append('device.viewed', 'ok', null, ${world.customers['acme-corp']}, '{}', '{}', null)`;

test('a query that cannot be read is refused in words that name the token', async () => {
  for (const [q, words] of [
    ['outcome:good', 'q: outcome:good: one of'],
    ['colour:red', 'q: colour:red: no such filter'],
    ['address:10.1', 'q: address:10.1: an IPv4'],
  ] as const)
    await expect(api(world.people.admin).list({ q })).rejects.toThrow(words);
});

describe('nothing of a foreign customer', () => {
  test('is asked for by name: 403 in the words of the scope, whether it exists or not', async () => {
    for (const slug of ['other-isp', 'no-such-isp'])
      await expect(api(world.people.admin).list({ q: `customer:${slug}` })).rejects.toThrow(
        `customer "${slug}" not in scope`,
      );
  });

  test('is in facets, histogram or counts of an Admin', async () => {
    const { summary } = await api(world.people.admin).list({ q: until(), with: 'summary', limit: 1 });
    const mine = wanted(isMine).length;
    expect(summary).toMatchObject({ of: mine, isPart: false });
    const counted = summary?.histogram.bars.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(mine);
    for (const facet of Object.values(summary?.facets ?? {}))
      expect(facet.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(mine);
    const text = JSON.stringify(summary);
    for (const foreign of ['other-isp', ...world.devices['other-isp'], world.customers['other-isp']])
      expect(text).not.toContain(foreign);
    const outcomes = Object.fromEntries((summary?.facets.outcome ?? []).map(({ value, count }) => [value, count]));
    for (const outcome of ['ok', 'refused', 'failed', 'unknown'])
      expect(outcomes[outcome]).toBe(wanted((one) => isMine(one) && one.outcome === outcome).length);
  });

  test('can be opened: a foreign entry is not there, nor one of nobody', async () => {
    for (const customer of [world.customers['other-isp'], null]) {
      const one = made.find((entry) => entry.customer === customer);
      await expect(api(world.people.admin).entry({ at: one?.at ?? '', entry: one?.id ?? '' })).rejects.toThrow(
        'no such audit entry',
      );
    }
  });

  test('is shown beside an own entry of the same request', async () => {
    const own = made.find(
      (one) => isMine(one) && made.some((other) => other.request === one.request && !isMine(other)),
    );
    const { related } = await api(world.people.admin).entry({ at: own?.at ?? '', entry: own?.id ?? '' });
    const ofAll = await api(world.people.superAdmin).entry({ at: own?.at ?? '', entry: own?.id ?? '' });
    const mine = new Set(wanted(isMine));
    expect(related.filter(({ id }) => !mine.has(id))).toEqual([]);
    expect(ofAll.related.some(({ id }) => !mine.has(id))).toBe(true);
  });
});

test('a facet counts what could be chosen besides, as if nothing of it were chosen yet', async () => {
  const { summary } = await api(world.people.superAdmin).list({
    q: `outcome:refused ${until()}`,
    with: 'summary',
    limit: 1,
  });
  const outcomes = Object.fromEntries((summary?.facets.outcome ?? []).map(({ value, count }) => [value, count]));
  expect(outcomes.ok).toBe(wanted(({ outcome }) => outcome === 'ok').length);
  const actors = Object.fromEntries((summary?.facets.actor ?? []).map(({ value, words }) => [value, words]));
  expect(actors).toMatchObject({ stranger: 'stranger', [world.people.operator.personId]: 'Óscar Operator' });
  const events = Object.fromEntries((summary?.facets.event ?? []).map(({ value, count }) => [value, count]));
  expect(events['run.started']).toBe(wanted((one) => one.outcome === 'refused' && one.event === 'run.started').length);
});

test('the words of an entry, its exact text, its hashes and what belongs to it are there for whoever opens it, and that leaves one entry', async () => {
  const context = contextFor(world.people.superAdmin);
  const one = made[7];
  const entry = await createCaller(context).audit.entry({ at: one?.at ?? '', entry: one?.id ?? '' });
  const [row] =
    await database.owner`select body, encode(leaf, 'hex') as leaf from audit.entry where id = ${one?.id ?? ''}`;
  expect(entry).toMatchObject({ id: one?.id, at: one?.at, body: row?.body, leaf: row?.leaf });
  expect(entry.related.map(({ id }) => id)).toEqual(
    expect.arrayContaining(wanted((other) => other.request === one?.request && other.id !== one?.id)),
  );
  expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
    { event: 'audit.entryViewed', outcome: 'ok', target: { kind: 'auditEntry', id: one?.id } },
  ]);
});

test('what is rare is found however deep it lies, and every page but the last says from where to go on', async () => {
  const rare = await makeCustomer(database.owner, 'rare-isp');
  await database.owner`insert into app.membership (person_id, customer_id) values (${world.people.admin.personId}, ${rare})`;
  await database.owner`
    insert into audit.entry (at, id, customer_id, event, outcome, body, salt, leaf, xid)
    select '2025-03-01'::timestamptz - make_interval(secs => i), gen_random_uuid(), ${rare}, 'device.listed',
      case when i = 69999 then 'unknown' else 'ok' end, b.body, s.salt, sha256('\\x00'::bytea || s.salt || b.body::bytea), pg_current_xact_id()
    from generate_series(1, 70000) i, lateral (select sha256(i::text::bytea) as salt) s,
      lateral (select json_build_object('id', gen_random_uuid(), 'at', '2025-03-01T00:00:00.000000Z', 'event', 'device.listed', 'outcome',
        case when i = 69999 then 'unknown' else 'ok' end, 'actor', json_build_object('kind', 'runner', 'id', null, 'role', null),
        'target', null, 'request', null, 'detail', json_build_object(), 'personal', 'x')::text as body) b`;
  const q = `customer:rare-isp outcome:unknown`;
  const first = await api(world.people.admin).list({ q });
  expect(first.items).toEqual([]);
  expect(first.next).not.toBeNull();
  const second = await api(world.people.admin).list({ q, after: first.next ?? '' });
  expect(second.items).toHaveLength(1);
  expect(second.next).toBeNull();
  const { summary } = await api(world.people.admin).list({ q: 'customer:rare-isp', with: 'summary', limit: 1 });
  expect(summary).toMatchObject({ of: 10_000, isPart: true });
  const range = `customer:rare-isp since:2025-02-28T04:34 until:2025-03-01`;
  const whole =
    (await api(world.people.admin).list({ q: range, with: 'summary', limit: 1 })).summary?.histogram.bars ?? [];
  expect(whole.some(({ isAbout }) => isAbout)).toBe(true);
  // One a second for 69,960 seconds: what was not counted is worked out.
  const total = whole.reduce((sum, { count }) => sum + count, 0);
  expect(Math.abs(total - 69_960)).toBeLessThan(700);
});

test('Operators and Viewers are refused, and the attempt is in the log', async () => {
  const { at, id } = made[0] ?? { at: before, id: '' };
  for (const role of ['operator', 'viewer'] as const)
    for (const asked of [
      (one: ReturnType<typeof api>) => one.list({}),
      (one: ReturnType<typeof api>) => one.entry({ at, entry: id }),
      (one: ReturnType<typeof api>) => one.askExport({ as: 'csv' }),
      (one: ReturnType<typeof api>) => one.export({ as: 'csv' }),
    ]) {
      const context = contextFor(world.people[role]);
      await expect(asked(createCaller(context).audit)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([{ outcome: 'refused' }]);
    }
});
