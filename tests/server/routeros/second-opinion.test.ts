import { afterEach, expect, test, vi } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import type { ReadId } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import type { Limits } from '@/server/routeros/limits';
import { Routers } from '@/server/routeros/routers';
import type { ReadCall, RouterTarget } from '@/server/routeros/target';
import { sentence } from './reading';
import type { Row } from './second-queries';
import { type SecondRouterOptions, startSecondRouter } from './second-router';
import { silentHost } from './second-tools';

const account = { name: 'reader', password: 'reads — башня', policies: ['api', 'read', 'test'] };
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Scene extends Partial<SecondRouterOptions> {
  readonly version: string;
  readonly limits?: Partial<Limits>;
}

/** A router by somebody who has seen neither our codec nor our simulator, and our connections to it. */
async function second({ limits = {}, ...options }: Scene) {
  const router = await startSecondRouter({ account, ...options });
  const routers = new Routers({ dial: async ({ port }) => ({ host: '127.0.0.1', port }), limits });
  ends.push(
    () => routers.close(),
    () => router.stop(),
  );
  const target: RouterTarget = {
    key: 'second',
    host: '10.20.1.1',
    port: router.port,
    transport: router.pin === null ? { kind: 'plain' } : { kind: 'tls', pin: router.pin },
    login: account,
    isPre643: false,
    codePage: null,
  };
  const read = async (what = sentence(), over: Partial<RouterTarget> = {}, call: Partial<ReadCall> = {}) => {
    const fields: Row[] = [];
    const end = await routers.read({ ...target, ...over }, what, { onRow: (row) => void fields.push(row), ...call });
    return { ...end, fields };
  };
  const said = async (id: ReadId, values: Values) => {
    const answers = [];
    for (const what of compile(id, values, onlyVersion(options.version))) answers.push((await read(what)).fields);
    return answers;
  };
  return { router, read, said };
}

const dialects = ['7.20.8', '6.49.18'] as const;
const prints = [
  ['sys.overview', 4],
  ['if.list', 4],
  ['ip.addresses', 1],
  ['ip.routes', 2],
  ['fw.rules', 3],
  ['log.entries', 3],
  ['ppp.secrets', 2],
  ['sub.sessions', 1],
  ['dhcp.leases', 3],
] as const;

test.each(dialects.flatMap((version) => prints.map(([id, rows]) => [version, id, rows] as const)))(
  'RouterOS %s: %s has all its %i rows, in each exactly what was asked for and is there',
  async (version, id, rows) => {
    const { router, read } = await second({ version });
    let count = 0;
    for (const what of compile(id, {}, onlyVersion(version))) {
      const { fields } = await read(what);
      const whole = await read(sentence(what.path, ['=detail=']));
      const asked = what.reply.fields;
      expect(fields).toEqual(
        whole.fields.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => asked.includes(name)))),
      );
      for (const row of fields) expect(Object.keys(row).length).toBeGreaterThan(0);
      count += fields.length;
    }
    expect(count).toBe(rows);
    expect(router.connections()).toBe(1);
    expect(JSON.stringify(router.said.filter((words) => words[0] === '!trap'))).toBe('[]');
  },
);

test.each(dialects)(
  'RouterOS %s: numbers past 2^53, other scripts and odd signs arrive as they are',
  async (version) => {
    const { said } = await second({ version });
    const [[ether1] = []] = await said('if.list', {});
    expect(ether1).toMatchObject({ 'rx-byte': '18014398509481985', comment: 'Uplink, 3-й подъезд' });
    const [rules] = await said('fw.rules', { chain: 'forward' });
    expect(rules).toEqual([expect.objectContaining({ 'log-prefix': '', bytes: '9', comment: 'a = b, "c" и ещё' })]);
  },
);

test.each(dialects)('RouterOS %s: an address is asked for in two fields, and may be nowhere', async (version) => {
  const { router, said } = await second({ version });
  const idsOf = async (address: string) => (await said('dhcp.leases', { address })).flat().map((row) => row['.id']);
  expect(await idsOf('10.20.30.10')).toEqual(['*A']);
  // Only its active address, only its address.
  expect(await idsOf('10.20.30.11')).toEqual(['*B']);
  expect(await idsOf('10.20.30.12')).toEqual(['*C']);
  expect(router.said.filter(([reply]) => reply === '!empty')).toEqual([]);
  expect(await idsOf('10.20.30.99')).toEqual([]);
  expect(router.said.filter(([reply]) => reply === '!empty')).toHaveLength(version === '7.20.8' ? 1 : 0);
});

test.each(dialects)('RouterOS %s: a row with nothing of what was asked for is a row all the same', async (version) => {
  const { read } = await second({ version });
  const { fields } = await read(sentence('/ip/dhcp-server/lease/print', ['=.proplist=host-name']));
  expect(fields).toEqual([{ 'host-name': 'anna-laptop' }, {}, {}]);
});

test.each(dialects)('RouterOS %s: a print that counts answers with the number', async (version) => {
  const { read } = await second({ version });
  const counted = await read(sentence('/ip/dhcp-server/lease/print', ['=count-only=', '?dynamic=false']));
  expect(counted.fields).toEqual([{ ret: '2' }]);
});

test.each(dialects)('RouterOS %s: the tools tell second after second what the catalogue knows', async (version) => {
  const { said, router } = await second({ version });
  const [traffic = []] = await said('if.traffic', { interface: ['ether1', 'bridge1'] });
  expect(traffic.map((row) => [row['.section'], row.name]).slice(0, 3)).toEqual([
    ['0', 'ether1'],
    ['0', 'bridge1'],
    ['1', 'ether1'],
  ]);
  expect(traffic).toHaveLength(20);
  const [pinged = []] = await said('tool.ping', { address: '10.20.1.2', count: 3 });
  expect(pinged.map(({ seq, sent, received }) => [seq, sent, received])).toEqual([
    ['0', '1', '1'],
    ['1', '2', '2'],
    ['2', '3', '3'],
  ]);
  const [lost = []] = await said('tool.ping', { address: silentHost, count: 2 });
  expect(lost.at(-1)).toMatchObject({ status: 'timeout', received: '0', 'packet-loss': '100' });
  const [way = []] = await said('tool.traceroute', { address: '10.20.1.2', count: 3 });
  // The table grows hop by hop, then it comes twice more.
  expect(way.map((row) => row['.section']).join('')).toBe('0112223333' + '4444' + '5555');
  expect(way.slice(-4).map(({ address, sent, last }) => [address, sent, last])).toEqual([
    ['10.20.0.1', '3', '1.2'],
    ['', '3', 'timeout'],
    ['172.16.40.1', '3', '1.2'],
    ['10.20.1.2', '3', '1.2'],
  ]);
  const known = (['if.traffic', 'tool.ping', 'tool.traceroute'] as const).flatMap((id) => {
    const values = id === 'if.traffic' ? { interface: ['ether1'] } : { address: '10.20.1.2' };
    return compile(id, values, onlyVersion(version)).flatMap(({ reply }) => reply.fields);
  });
  for (const row of [...traffic, ...pinged, ...lost, ...way])
    for (const name of Object.keys(row)) expect(known).toContain(name);
  expect(router.connections()).toBe(1);
});

test.each(dialects)('RouterOS %s: what never ends is cancelled, and the connection goes on', async (version) => {
  const { read, router } = await second({ version, secondMs: 1 });
  const path = version === '7.20.8' ? '/tool/ping' : '/ping';
  const stop = new AbortController();
  const rows: Row[] = [];
  const onRow = (row: Row) => {
    if (rows.push(row) === 3) stop.abort();
  };
  const endless = read(sentence(path, ['=address=10.20.1.2']), {}, { signal: stop.signal, onRow });
  await expect(endless).rejects.toMatchObject({ code: 'stopped' });
  // Nothing is called back after that.
  expect(rows).toHaveLength(3);
  await vi.waitFor(() => expect(router.heard.at(-1)?.[0]).toBe('/cancel'));
  const interrupted = router.said.find((words) => words.includes('=message=interrupted'));
  expect(interrupted).toContain('=category=2');
  expect((await read()).fields).toEqual([{ name: 'second opinion' }]);
  expect(router.connections()).toBe(1);
});

test.each(dialects)('RouterOS %s: enough rows cancel the rest of a table', async (version) => {
  const { read, router } = await second({ version });
  const first = await read(sentence('/interface/print', [], 2));
  expect(first).toMatchObject({ rows: 2, isTruncated: true });
  expect(first.fields.map(({ name }) => name)).toEqual(['ether1', 'bridge1']);
  const stop = new AbortController();
  const rows: Row[] = [];
  const onRow = (row: Row) => {
    rows.push(row);
    stop.abort();
  };
  const stopped = read(sentence('/interface/print'), {}, { signal: stop.signal, onRow });
  await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
  expect((await read()).rows).toBe(1);
  // The rest of the table was on its way already.
  expect(rows).toHaveLength(1);
  expect(router.heard.filter(([command]) => command === '/cancel')).toHaveLength(2);
  expect(router.connections()).toBe(1);
});

test.each(dialects)('RouterOS %s: what is cancelled is one command, not its neighbours', async (version) => {
  const { read, router } = await second({ version, secondMs: 1, limits: { inFlight: 8 } });
  await read();
  const path = version === '7.20.8' ? '/tool/ping' : '/ping';
  const stop = new AbortController();
  const endless = read(sentence(path, ['=address=10.20.1.2']), {}, { signal: stop.signal, onRow: () => stop.abort() });
  const others = [3, 30].map((count) => read(sentence(path, ['=address=10.20.1.3', `=count=${count}`])));
  await expect(endless).rejects.toMatchObject({ code: 'stopped' });
  expect((await Promise.all(others)).map(({ rows }) => rows)).toEqual([3, 30]);
  expect(router.connections()).toBe(1);
});

test.each(dialects)('RouterOS %s: two hundred commands at once keep their tags', async (version) => {
  const limits = { inFlight: 200, queue: 200, tiredBytes: 100_000_000 };
  const { read, router } = await second({ version, limits, secondMs: 200 });
  await read();
  const hosts = Array.from({ length: 200 }, (_, index) => `10.20.${Math.floor(index / 100)}.${index % 100}`);
  const path = version === '7.20.8' ? '/tool/ping' : '/ping';
  const all = await Promise.all(hosts.map((host) => read(sentence(path, [`=address=${host}`, '=count=3']))));
  expect(all.map(({ fields }) => fields.map(({ host, seq }) => `${host} ${seq}`))).toEqual(
    hosts.map((host) => [`${host} 0`, `${host} 1`, `${host} 2`]),
  );
  const tags = router.heard.filter(([command]) => command === path).map((words) => words.filter(isTag).join());
  expect(new Set(tags).size).toBe(200);
  expect(tags).not.toContain('');
  expect(router.connections()).toBe(1);
  // They were in truth at work at the same time: the last began before the first was over.
  const order = router.said.map((words) => `${words[0]} ${words.find(isTag)}`);
  expect(order.indexOf(`!re ${tags.at(-1)}`)).toBeLessThan(order.indexOf(`!done ${tags[0]}`));
});

const isTag = (word: string): boolean => word.startsWith('.tag=');

test.each(dialects)('RouterOS %s with another certificate hears not a word', async (version) => {
  const { read, router } = await second({ version });
  const transport = { kind: 'tls', pin: 'ab'.repeat(32) } as const;
  await expect(read(sentence(), { transport })).rejects.toMatchObject({
    code: 'certificateDiffers',
    shownPin: router.pin,
  });
  await vi.waitFor(() => expect(router.open()).toBe(0));
  expect(router.heard).toEqual([]);
});

test.each(dialects)('RouterOS %s: a refusal is a fault in the words of RouterOS', async (version) => {
  const { read, router, said } = await second({ version });
  await expect(said('if.traffic', { interface: ['ether9'] })).rejects.toMatchObject({
    code: 'trap',
    message: 'input does not match any value of interface',
    category: '1',
  });
  await expect(read(sentence('/no/such/menu/print'))).rejects.toMatchObject({
    code: 'unsupported',
    message: 'no such command prefix',
    category: '0',
  });
  expect((await read()).rows).toBe(1);
  expect(router.connections()).toBe(1);
});

test.each(dialects)('RouterOS %s: an account without the policy is told so', async (version) => {
  const { said } = await second({ version, account: { ...account, policies: ['api', 'read'] } });
  await expect(said('tool.ping', { address: '10.20.1.2' })).rejects.toMatchObject({
    code: 'notPermitted',
    message: 'not enough permissions (9)',
  });
});

test.each(dialects)('RouterOS %s ends the session in its own words', async (version) => {
  const { read, router } = await second({ version });
  const path = version === '7.20.8' ? '/tool/ping' : '/ping';
  const onRow = () => router.fatal('session terminated by administrator');
  await expect(read(sentence(path, ['=address=10.20.1.2']), {}, { onRow })).rejects.toMatchObject({
    code: 'fatal',
    message: 'session terminated by administrator',
  });
});

test.each(['7.20.8', '6.49.18', '6.40.9'])(
  'RouterOS %s: who does not know the password is refused',
  async (version) => {
    const { read, router } = await second({ version });
    const isPre643 = version === '6.40.9';
    const login = { name: account.name, password: 'a guess' };
    await expect(read(sentence(), { login, isPre643 })).rejects.toMatchObject({ code: 'loginRefused' });
    expect(router.heard.every(([command]) => command === '/login')).toBe(true);
  },
);

test('RouterOS before 6.43 gets the digest where a person said that it is so old, and never else', async () => {
  const { read, router } = await second({ version: '6.40.9', transport: 'plain' });
  await expect(read(sentence(), { key: 'unmarked' })).rejects.toMatchObject({ code: 'loginRefused' });
  expect(router.heard.flat().some((word) => word.startsWith('=response='))).toBe(false);
  const before = router.heard.length;
  expect((await read(sentence(), { isPre643: true })).fields).toEqual([{ name: 'second opinion' }]);
  expect(JSON.stringify(router.heard.slice(before))).not.toContain(account.password);
});

test.each(dialects)('RouterOS %s byte by byte says the same', async (version) => {
  // A length of two bytes, of which the second is none: 81 00.
  const menus = { '/system/script': [{ name: 'a', source: 'x'.repeat(256 - '=source='.length) }, { name: 'b' }] };
  const whole = await second({ version, transport: 'plain', menus });
  const cut = await second({ version, transport: 'plain', menus, isBytewise: true });
  expect(await cut.said('if.list', {})).toEqual(await whole.said('if.list', {}));
  const scripts = await cut.read(sentence('/system/script/print'));
  expect(scripts.fields).toEqual(menus['/system/script']);
});

test('words of every length arrive whole, there and back', async () => {
  const lengths = [8, 127, 128, 256, 16_383, 16_384, 2_097_151, 2_097_152];
  // `=source=` and `?source=` are eight bytes; `ё` is two.
  const rows = lengths.map((length) => ({ source: 'ё'.repeat((length - 8) >> 1) + 'x'.repeat(length % 2) }));
  const { read } = await second({ version: '7.20.8', transport: 'plain', menus: { '/system/script': rows } });
  const { fields } = await read(sentence('/system/script/print'));
  expect(fields.map(({ source }) => source?.length)).toEqual(rows.map(({ source }) => source.length));
  expect(fields.every(({ source }, index) => source === rows[index]?.source)).toBe(true);
  for (const [index, { source }] of rows.entries()) {
    const found = await read(sentence('/system/script/print', ['=count-only=', `?source=${source}`]));
    expect(found.fields, `${lengths[index]} bytes`).toEqual([{ ret: '1' }]);
  }
});
