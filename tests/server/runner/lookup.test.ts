import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '@/cli/until';
import { DeviceId, type LookupId } from '@/core/ids';
import { forgetLookups } from '@/server/db/lookup-work';
import { asJob } from '@/server/db/open';
import { sweep } from '@/server/runner/sweep';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makePerson, makeWorld, type World } from '../../support/world';

/* Somebody looks for a subscriber, and every device in reach is asked: what is found, who did not answer, and who may see it. */

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;

type Slug = 'acme-corp' | 'other-isp';

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
  await database.owner`update app.device set archived_at = now()`;
});

const deviceOf = (slug: Slug, index = 0): DeviceId => DeviceId.parse(world.devices[slug][index]);

async function enrol(slug: Slug, index: number, options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> {
  const id = deviceOf(slug, index);
  await database.owner`update app.device set archived_at = null where id = ${id}`;
  return fleet.enrol(id, options);
}

const operator = () => apiOf(world.people.operator);
type Api = ReturnType<typeof apiOf>;

async function ended(api: Api, lookup: LookupId) {
  expect(await until(async () => (await api.lookups.get({ lookup })).lookup.endedAt !== null, 20_000)).toBe(true);
  return api.lookups.get({ lookup });
}

const search = async (api: Api, text: string) => ended(api, (await api.lookups.start({ text })).id);

/** What the log of a customer has of an event. */
async function logged(event: string, slug: Slug) {
  const rows = await database.owner`
    select outcome, body::jsonb -> 'detail' as detail from audit.entry
    where event = ${event} and customer_id = ${world.customers[slug]} order by at`;
  return rows.map(({ outcome, detail }) => ({ outcome, detail }));
}

/** A subscriber with a lease that is in use, as the router has them. */
function subscriberOf(router: SimulatedRouter) {
  const row = router.state
    .table('/ip/dhcp-server/lease')
    .items.find(({ fields }) => fields.status === 'bound' && (fields['host-name'] ?? '') !== '');
  if (row === undefined) throw new Error('no lease is in use');
  const { 'active-address': address = '', 'active-mac-address': mac = '', 'host-name': name = '' } = row.fields;
  return { address, mac, name };
}

describe('a subscriber is found', () => {
  test.each(['7.20.8', '6.49.18'])(
    'by name, MAC and IP, in every table of RouterOS %s that has them',
    async (version) => {
      const router = await enrol('acme-corp', 0, { version });
      const { failures } = startRunner(fleet.dial);
      const { address, mac, name } = subscriberOf(router);
      const byName = await search(operator(), name.toUpperCase());
      expect(byName).toMatchObject({ answered: 1, lookup: { state: 'done', devices: 1, customers: ['acme-corp'] } });
      expect(byName.answers[0]?.hits).toContainEqual(expect.objectContaining({ source: 'lease', name, mac, address }));
      const sourcesOf = async (text: string) => {
        const { answers, lookup } = await search(operator(), text);
        const hits = answers[0]?.hits ?? [];
        expect(hits.filter((hit) => hit.mac !== lookup.subject.text && hit.address !== lookup.subject.text)).toEqual(
          [],
        );
        return hits.map(({ source }) => source);
      };
      const typed = mac.toLowerCase().replaceAll(':', '-');
      expect(await sourcesOf(typed)).toEqual(expect.arrayContaining(['lease', 'arp', 'bridgeHost']));
      expect(await sourcesOf(address)).toEqual(expect.arrayContaining(['lease', 'arp']));
      expect(failures).toEqual([]);
    },
  );

  test('by VLAN: who is in it, and what leads there', async () => {
    const router = await enrol('acme-corp', 0);
    const vid = router.state
      .table('/interface/bridge/host')
      .items.map(({ fields }) => fields.vid)
      .find((id) => Number(id) > 1);
    if (vid === undefined) throw new Error('no host is in a VLAN');
    startRunner(fleet.dial);
    const { answers, lookup } = await search(operator(), `vlan ${vid}`);
    expect(lookup.subject).toEqual({ kind: 'vlan', text: vid });
    const hits = answers[0]?.hits ?? [];
    expect(hits.length).toBeGreaterThan(0);
    expect(new Set(hits.map((hit) => hit.vlan))).toEqual(new Set([vid]));
  });

  test('and nobody is where there is nobody', async () => {
    await enrol('acme-corp', 0);
    startRunner(fleet.dial);
    expect(await search(operator(), '02:00:00:00:00:01')).toMatchObject({
      answered: 1,
      answers: [],
      lookup: { state: 'done' },
    });
  });
});

test('who did not answer is named, each with its fault, and the others’ hits stand beside', async () => {
  const router = await enrol('acme-corp', 0);
  await enrol('acme-corp', 1, { faults: { refusesConnections: true } });
  await database.owner`update app.device set archived_at = null where id = ${deviceOf('acme-corp', 2)}`;
  startRunner(fleet.dial);
  const { answered, answers } = await search(operator(), subscriberOf(router).mac);
  expect(answered).toBe(3);
  const said = Object.fromEntries(answers.map(({ device, hits, fault }) => [device, [hits.length > 0, fault]]));
  expect(said).toEqual({
    [deviceOf('acme-corp', 0)]: [true, null],
    [deviceOf('acme-corp', 1)]: [false, 'unreachable'],
    [deviceOf('acme-corp', 2)]: [false, 'notConfirmed'],
  });
});

test('a table that cannot be read is told of, and what the others say is kept', async () => {
  const account = { name: 'routeward-read', password: 'reads the routers', policies: ['api', 'read', 'test'] };
  const router = await enrol('acme-corp', 0, { accounts: [account] });
  startRunner(fleet.dial);
  const { mac } = subscriberOf(router);
  router.faults.lie = 'fatal';
  const { answers } = await search(operator(), mac);
  expect(answers[0]?.fault).not.toBeNull();
});

describe('it is the asker’s alone', () => {
  beforeEach(async () => {
    await enrol('acme-corp', 0);
    await enrol('other-isp', 0);
  });

  test('an Operator’s search asks the devices of the assigned customers and no other', async () => {
    const [own, foreign] = await Promise.all([enrol('acme-corp', 1), enrol('other-isp', 1)]);
    startRunner(fleet.dial);
    const { lookup, answered } = await search(operator(), subscriberOf(own).mac);
    expect([lookup.customers, lookup.devices, answered]).toEqual([['acme-corp'], 2, 2]);
    const asked = ({ received }: SimulatedRouter) => received.some(([path]) => path === '/ip/arp/print');
    expect([asked(own), asked(foreign)]).toEqual([true, false]);
  });

  test('a customer out of reach is refused in the words of one that does not exist, and nothing is asked', async () => {
    for (const customer of ['other-isp', 'no-such-isp'])
      await expect(operator().lookups.start({ text: 'rossi', customer })).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: `customer "${customer}" not in scope`,
      });
    expect(await database.owner`select from app.lookup`).toHaveLength(0);
  });

  test('nobody else sees it, not even a Super Admin', async () => {
    startRunner(fleet.dial);
    const { lookup } = await search(operator(), 'rossi');
    for (const who of [world.people.superAdmin, world.people.admin])
      for (const door of ['get', 'stop'] as const)
        await expect(apiOf(who).lookups[door]({ lookup: lookup.id })).rejects.toMatchObject({
          code: 'NOT_FOUND',
          message: 'no such subscriber search',
        });
  });

  test('what was found at a customer is gone from sight with the assignment', async () => {
    const both = await makePerson(database.owner, 'operator', Object.values(world.customers));
    startRunner(fleet.dial);
    const before = await search(apiOf(both), 'rossi');
    expect([before.lookup.customers, before.answered]).toEqual([['acme-corp', 'other-isp'], 2]);
    await database.owner`delete from app.membership
      where person_id = ${both.personId} and customer_id = ${world.customers['other-isp']}`;
    const after = await apiOf(both).lookups.get({ lookup: before.lookup.id });
    expect([after.lookup.customers, after.lookup.devices, after.answered]).toEqual([['acme-corp'], 1, 1]);
    expect(after.answers.filter(({ customer }) => customer !== 'acme-corp')).toEqual([]);
  });

  test('who is looked for stands nowhere in the clear: not in a row, not in the log', async () => {
    startRunner(fleet.dial);
    await search(operator(), 'folgheraiter');
    const rows =
      await database.owner`select l::text as row from app.lookup l union all select a::text from app.lookup_answer a`;
    const log = await database.owner`select body as row from audit.entry`;
    const sealed = await database.owner`select subject_sealed as bytes from app.lookup`;
    expect([rows.length, sealed.length]).toEqual([2, 1]);
    for (const { row } of [...rows, ...log]) expect(String(row)).not.toContain('folgheraiter');
    for (const { bytes } of sealed) expect(Buffer.from(bytes).toString('latin1')).not.toContain('folgheraiter');
  });

  test('each customer’s log holds who asked and how it went, and no other customer’s', async () => {
    const both = await makePerson(database.owner, 'operator', Object.values(world.customers));
    startRunner(fleet.dial);
    const { lookup } = await search(apiOf(both), 'rossi');
    for (const slug of ['acme-corp', 'other-isp'] as const) {
      const detail = { lookup: lookup.id, kind: 'name' };
      expect(await logged('lookup.started', slug)).toEqual([{ outcome: 'ok', detail }]);
      const end = { ...detail, state: 'done', devices: 1, unanswered: 0, found: expect.any(Number) };
      expect(await logged('lookup.ended', slug)).toEqual([{ outcome: 'ok', detail: end }]);
    }
  });

  test('looking at it again leaves one entry, not one for each customer: the customer’s own where it is the only one', async () => {
    const both = await makePerson(database.owner, 'operator', Object.values(world.customers));
    for (const [who, customerId] of [
      [both, null],
      [world.people.operator, world.customers['acme-corp']],
    ] as const) {
      const { id } = await apiOf(who).lookups.start({ text: 'rossi' });
      await apiOf(who).lookups.get({ lookup: id });
      await apiOf(who).lookups.stop({ lookup: id });
      const entries = await database.owner`select event, customer_id as "customerId" from audit.entry
        where body::jsonb -> 'target' ->> 'id' = ${id} order by at`;
      expect([...entries]).toEqual([
        { event: 'lookup.viewed', customerId },
        { event: 'lookup.stopped', customerId },
      ]);
    }
  });
});

describe('it ends', () => {
  test('when somebody stops it: whoever had not answered did not', async () => {
    await enrol('acme-corp', 0, { faults: { isSilentAfterLogin: true } });
    startRunner(fleet.dial);
    const { id } = await operator().lookups.start({ text: 'rossi' });
    expect(
      await until(async () => (await operator().lookups.get({ lookup: id })).lookup.state === 'running', 10_000),
    ).toBe(true);
    expect(await operator().lookups.stop({ lookup: id })).toEqual({ asked: true });
    const { lookup, answers } = await ended(operator(), id);
    expect([lookup.state, answers.map(({ fault }) => fault)]).toEqual(['stopped', ['stopped']]);
    expect(await operator().lookups.stop({ lookup: id })).toEqual({ asked: false });
  });

  test('when its runner is told to end, and when it is gone', async () => {
    await enrol('acme-corp', 0, { faults: { isSilentAfterLogin: true } });
    const { runner } = startRunner(fleet.dial);
    const { id } = await operator().lookups.start({ text: 'rossi' });
    expect(
      await until(async () => (await operator().lookups.get({ lookup: id })).lookup.state === 'running', 10_000),
    ).toBe(true);
    await runner.end(0);
    expect((await operator().lookups.get({ lookup: id })).lookup.state).toBe('interrupted');
    const left = await operator().lookups.start({ text: 'rossi' });
    await database.owner`update app.lookup set asked_at = now() - interval '2 minutes' where id = ${left.id}`;
    expect(await sweep()).toBe(1);
    expect((await operator().lookups.get({ lookup: left.id })).lookup.state).toBe('interrupted');
    expect(await logged('lookup.interrupted', 'acme-corp')).toEqual([{ outcome: 'unknown', detail: {} }]);
  });

  test('for good after a day', async () => {
    await enrol('acme-corp', 0);
    startRunner(fleet.dial);
    const { lookup } = await search(operator(), 'rossi');
    await asJob('purge', ({ db }) => forgetLookups(db));
    expect((await operator().lookups.get({ lookup: lookup.id })).answered).toBe(1);
    await database.owner`update app.lookup set asked_at = now() - interval '25 hours'`;
    await asJob('purge', ({ db }) => forgetLookups(db));
    await expect(operator().lookups.get({ lookup: lookup.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await database.owner`select from app.lookup_answer`).toHaveLength(0);
  });
});

describe('bad input', () => {
  test.each(['ab', ' ', 'a\nb', '\u202eabc'])('%j is refused with what would do', async (text) => {
    await enrol('acme-corp', 0);
    await expect(operator().lookups.start({ text })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'text: a name of at least 3 letters, a MAC address, an IP address, or a VLAN from 1 to 4094',
    });
  });

  test('a kind that the text is not', async () => {
    await enrol('acme-corp', 0);
    await expect(operator().lookups.start({ text: 'rossi', kind: 'mac' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('this is no mac'),
    });
  });

  test('a third one at once, and one where there is no device to ask', async () => {
    await expect(operator().lookups.start({ text: 'rossi' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await enrol('acme-corp', 0);
    await operator().lookups.start({ text: 'rossi' });
    await operator().lookups.start({ text: 'berg' });
    await expect(operator().lookups.start({ text: 'huber' })).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });
});
