import { beforeAll, describe, expect, test } from 'vitest';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { createMasterKey } from '@/server/vault/master-key';
import { testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

const database = await testDatabase();
const customer = 'acme-corp';
let world: World;
let theirs: string;

beforeAll(async () => {
  await createMasterKey(processEnv().keysDirectory);
  world = await makeWorld(database);
  const [row] = await database.owner`
    insert into app.credential_set (customer_id, name, read_sealed) values (${world.customers['other-isp']}, 'Theirs', '\\x01') returning id`;
  theirs = String(row?.id);
});

const api = () => apiOf(world.people.admin);
const none = { code: 'CONFLICT', message: 'There are no such credentials.' };
const taken = { code: 'CONFLICT', message: 'This customer has a device of that name already, or an archived one.' };

/** Calls as the Admin; what it came to, and what it left in the audit. */
async function traced<T>(work: (caller: ReturnType<typeof createCaller>) => Promise<T>) {
  const context = contextFor(world.people.admin);
  const done = await work(createCaller(context)).catch((error: unknown) => error);
  const entries = await entriesOf(database.owner, context.origin.requestId);
  return { done, entries, detail: entries[0]?.detail };
}
const rowsOf = (slug: keyof World['customers']) => database.owner`
  select name, address, port, transport, pin, (select s.name from app.site s where s.id = site_id) as site, tags, is_pre_643, code_page,
    credential_set_id, archived_at
  from app.device where customer_id = ${world.customers[slug]} order by name`;
const fileOf = (count: number, name: string) =>
  ['name,address,tags', ...Array.from({ length: count }, (_, i) => `${name}-${i},10.${i >> 8}.${i & 255}.1,core`)].join(
    '\n',
  );

describe('a device is enrolled', () => {
  test('by its name and address alone, as it usually is', async () => {
    const made = await api().enrolment.add({ customer, name: ' gw-usual ', address: ' gw.example.net ' });
    expect(made).toMatchObject({
      ...{ customer, name: 'gw-usual', address: 'gw.example.net', port: 8729, transport: 'tls', site: null, tags: [] },
      ...{ state: 'noData', triedAt: null, shownPin: null },
    });
    expect(await api().connections.get({ device: made.id })).toMatchObject({
      pin: null,
      credentials: null,
      codePage: null,
    });
    expect((await api().devices.get({ device: made.id })).id).toBe(made.id);
  });

  test('with everything that can be said of one, and its entry says all of it', async () => {
    const read = { name: 'reader', password: 'a password of the reader' };
    const { id: credentials } = await api().credentials.add({ customer, name: 'For one', read });
    const tags = ['mpls', 'core', 'core'];
    const said = {
      ...{ name: 'gw-whole', address: '10.5.5.5', port: 18_729, site: 'Hill', transport: 'tls' as const },
      ...{ isPre643: true, codePage: 'windows-1251' as const, credentials },
    };
    const pin = 'ab'.repeat(32);
    const { detail } = await traced((caller) =>
      caller.enrolment.add({ customer, ...said, tags, fingerprint: 'AB:'.repeat(31).concat('AB') }),
    );
    const [row] = (await rowsOf(customer)).filter(({ name }) => name === 'gw-whole');
    expect(row).toEqual({
      ...{
        name: 'gw-whole',
        address: '10.5.5.5',
        port: 18_729,
        transport: 'tls',
        pin,
        site: 'Hill',
        tags: ['core', 'mpls'],
      },
      ...{ is_pre_643: true, code_page: 'windows-1251', credential_set_id: credentials, archived_at: null },
    });
    expect(detail).toMatchObject({ device: expect.any(String), ...said, tags: ['core', 'mpls'], pin, credentials });
    expect(JSON.stringify(detail)).not.toContain('a password of the reader');
  });

  test('once by its name, and without the credentials of another customer', async () => {
    const before = await rowsOf(customer);
    await api().enrolment.add({ customer, name: 'gw-once', address: '10.5.5.6' });
    await expect(api().enrolment.add({ customer, name: 'gw-once', address: '10.5.5.7' })).rejects.toMatchObject(taken);
    const foreign = { customer, name: 'gw-foreign', address: '10.5.5.8', credentials: theirs };
    await expect(api().enrolment.add(foreign)).rejects.toMatchObject(none);
    await expect(api().enrolment.add({ ...foreign, credentials: crypto.randomUUID() })).rejects.toMatchObject(none);
    // Nor does a Super Admin, who reaches both, mix them.
    await expect(apiOf(world.people.superAdmin).enrolment.add(foreign)).rejects.toMatchObject(none);
    expect((await rowsOf(customer)).length).toBe(before.length + 1);
  });

  test.each([
    [{ id: '00000000-0000-4000-8000-000000000001' }],
    [{ customerId: '00000000-0000-4000-8000-000000000001' }],
    [{ archivedAt: '2020-01-01' }],
    [{ pin: 'ab'.repeat(32) }],
    [{ fingerprint: 'ab'.repeat(31) }],
    [{ port: 0 }],
    [{ port: 65_536 }],
    [{ address: '10.0.0.1; drop' }],
    [{ name: 'a\0b' }],
    [{ name: '' }],
    [{ tags: ['Upper'] }],
    [{ transport: 'telnet' }],
    [{ codePage: 'utf-16' }],
  ])('not with what is none of it: %j', async (more) => {
    const before = await rowsOf(customer);
    // safe: that it is wrong is the point.
    const input = { customer, name: 'gw-wrong', address: '10.5.5.9', ...more } as {
      customer: string;
      name: string;
      address: string;
    };
    await expect(api().enrolment.add(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await rowsOf(customer)).toEqual(before);
  });
});

describe('a file of devices', () => {
  test('is told line by line what would happen, and nothing happens', async () => {
    const before = await rowsOf(customer);
    const file = 'name,address\nnew-1,10.6.0.1\nnew-2,\nrouter-00001,10.6.0.3\n';
    const { done, detail } = await traced((caller) => caller.enrolment.import({ customer, file, isDryRun: true }));
    expect(done).toEqual({
      added: 0,
      newSites: [],
      lines: [
        { number: 2, name: 'new-1', address: '10.6.0.1', problem: null },
        { number: 3, name: null, address: null, problem: 'address is missing' },
        { number: 4, name: null, address: null, problem: 'there is a device named "router-00001" already' },
      ],
    });
    expect(detail).toEqual({ isDryRun: true, lines: 3, bad: 2 });
    expect(await rowsOf(customer)).toEqual(before);
  });

  test('is enrolled whole or not at all', async () => {
    const before = await rowsOf(customer);
    const bad = 'name,address\nnew-1,10.6.0.1\n"new\n2",10.6.0.2\nnew-3,\n';
    await expect(api().enrolment.import({ customer, file: bad, isDryRun: false })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Line 3: name: no control or invisible characters. Nothing was enrolled.',
    });
    const file = 'name,address\nnew-1,10.6.0.1\nnew-2,10.6.0.2\n';
    await expect(
      api().enrolment.import({ customer, file, isDryRun: false, credentials: theirs }),
    ).rejects.toMatchObject(none);
    expect(await rowsOf(customer)).toEqual(before);
    expect(await api().enrolment.import({ customer, file: 'name,address\n', isDryRun: false })).toEqual({
      added: 0,
      newSites: [],
      lines: [],
    });
  });

  test('of 1,200 lines is enrolled in one call, and its entry holds their ids and no secret', async () => {
    const read = { name: 'reader', password: 'a password of many' };
    const { id: credentials } = await api().credentials.add({ customer, name: 'For many', read });
    const { done, detail, entries } = await traced((caller) =>
      caller.enrolment.import({ customer, file: fileOf(1_200, 'bulk'), credentials, isDryRun: false }),
    );
    expect(done).toMatchObject({ added: 1_200 });
    const rows = await database.owner`
      select id from app.device where name like 'bulk-%' and credential_set_id = ${credentials} and tags = '{core}' and pin is null`;
    expect(rows).toHaveLength(1_200);
    expect(detail).toMatchObject({ isDryRun: false, lines: 1_200, bad: 0, credentials });
    const { devices } = detail as { devices: string[] }; // safe: the assertion below looks at what is in it.
    expect(devices.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toMatch(/a password of many|10\.0\.0\.1/);
  });

  test('of the most lines there may be, with everything in them, is enrolled too', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) =>
      [`most-${i}`, `host-${i}.example.net`, 1 + i, `Site ${i}`, 'a b c d e f g h', 'ab'.repeat(32)].join(';'),
    );
    const file = `name;address;port;site;tags;fingerprint\r\n${lines.join('\r\n')}`;
    expect(await api().enrolment.import({ customer, file, isDryRun: false })).toMatchObject({ added: 2_000 });
  });

  test('makes the sites it names, says before which, and finds those there are in any case of their letters', async () => {
    const { id: hill } = await api().sites.create({ customer, name: 'Beacon Hill' });
    await apiOf(world.people.superAdmin).sites.create({ customer: 'other-isp', name: 'Dockside' });
    const lines = ['placed-1,10.7.0.1,BEACON hill', 'placed-2,10.7.0.2,Dockside', 'placed-3,10.7.0.3,dockside'];
    const file = ['name,address,site', ...lines, 'placed-4,10.7.0.4,'].join('\n');
    const before = (await api().sites.list({ customer })).items;
    const newSites = ['Dockside'];
    expect(await api().enrolment.import({ customer, file, isDryRun: true })).toMatchObject({ added: 0, newSites });
    expect((await api().sites.list({ customer })).items).toEqual(before);
    const { done, detail } = await traced((caller) => caller.enrolment.import({ customer, file, isDryRun: false }));
    expect(done).toMatchObject({ added: 4, newSites });
    const { items } = await api().sites.list({ customer });
    expect(items).toHaveLength(before.length + 1);
    const made = items.find(({ name }) => name === 'Dockside');
    expect(detail).toMatchObject({ madeSites: [made?.id] });
    const placed = await database.owner`select name, site_id from app.device where name like 'placed-%' order by name`;
    expect(placed.map(({ site_id }) => site_id)).toEqual([hill, made?.id, made?.id, null]);
  });

  test('names credentials of its customer line by line, and the chosen ones are for the others', async () => {
    const read = { name: 'reader', password: 'a password of the towers' };
    const { id: usual } = await api().credentials.add({ customer, name: 'Usual', read });
    const { id: old } = await api().credentials.add({ customer, name: 'Old radios', read });
    const file = 'name,address,credentials\nwith-1,10.7.1.1,Old radios\nwith-2,10.7.1.2,\n';
    await api().enrolment.import({ customer, file, credentials: usual, isDryRun: false });
    const rows =
      await database.owner`select credential_set_id as id from app.device where name like 'with-%' order by name`;
    expect(rows.map(({ id }) => id)).toEqual([old, usual]);
    const foreign = 'name,address,credentials\nwith-3,10.7.1.3,Theirs\n';
    expect(await api().enrolment.import({ customer, file: foreign, isDryRun: true })).toMatchObject({
      lines: [{ problem: 'there are no credentials named "Theirs"' }],
    });
  });

  test('that two import at once is enrolled once', async () => {
    const file = fileOf(300, 'twice');
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => api().enrolment.import({ customer, file, isDryRun: false })),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(1);
    // Who came later either saw the names, or ran into them.
    expect(['CONFLICT', 'BAD_REQUEST']).toContain(refused[0].code);
    expect(await database.owner`select from app.device where name like 'twice-%'`).toHaveLength(300);
  });

  test.each(['na\0me,address', 'name,address\na\0"b,10.0.0.1', '\u202e,name,address'])(
    'that is none is refused with a sentence that can be kept: %j',
    async (file) => {
      const { done, detail } = await traced((caller) => caller.enrolment.import({ customer, file, isDryRun: true }));
      expect(done).toMatchObject({ code: 'BAD_REQUEST' });
      expect(detail).toMatchObject({ code: 'invalid', message: expect.stringMatching(/^(A column|The file) /) });
    },
  );
});

describe('an archived device', () => {
  test('is in no list, keeps its name, and comes back as it was', async () => {
    const pin = 'cd'.repeat(32);
    const made = await api().enrolment.add({
      customer,
      name: 'gone-1',
      address: '10.8.0.1',
      tags: ['core'],
      fingerprint: pin,
    });
    const { done, detail } = await traced((caller) => caller.enrolment.archive({ devices: [made.id] }));
    expect([done, detail]).toEqual([{ archived: 1 }, { devices: [made.id] }]);
    await expect(api().devices.get({ device: made.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(api().enrolment.archive({ devices: [made.id] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(api().enrolment.add({ customer, name: 'gone-1', address: '10.8.0.2' })).rejects.toMatchObject(taken);
    const file = 'name,address\ngone-1,10.8.0.2\n';
    const { lines } = await api().enrolment.import({ customer, file, isDryRun: true });
    expect(lines).toMatchObject([{ problem: 'there is a device named "gone-1" already' }]);
    const { items } = await api().enrolment.archived({ customer });
    expect(items).toContainEqual({ id: made.id, name: 'gone-1', address: '10.8.0.1', archivedAt: expect.any(String) });
    expect(await api().enrolment.restore({ customer, device: made.id })).toEqual({ restored: true });
    expect(await api().devices.get({ device: made.id })).toMatchObject({ name: 'gone-1', tags: ['core'] });
    expect(await api().connections.get({ device: made.id })).toMatchObject({ pin });
    await expect(api().enrolment.restore({ customer, device: made.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is one customer’s: of two, or of another, nothing is archived or restored', async () => {
    const [mine, other] = [world.devices['acme-corp'][0], world.devices['other-isp'][0]].map(String);
    const all = [mine, other].map(String);
    await expect(api().enrolment.archive({ devices: all })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const both = apiOf(world.people.superAdmin).enrolment.archive({ devices: all });
    await expect(both).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'devices: all must belong to one customer',
    });
    await apiOf(world.people.superAdmin).enrolment.archive({ devices: [String(other)] });
    const missing = { code: 'NOT_FOUND', message: 'no such archived device' };
    await expect(api().enrolment.restore({ customer, device: String(other) })).rejects.toMatchObject(missing);
    const astray = apiOf(world.people.superAdmin).enrolment.restore({ customer, device: String(other) });
    await expect(astray).rejects.toMatchObject(missing);
    await apiOf(world.people.superAdmin).enrolment.restore({ customer: 'other-isp', device: String(other) });
  });
});
