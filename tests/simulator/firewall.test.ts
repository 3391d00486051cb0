import { expect, test } from 'vitest';
import type { Client } from './client';
import { rowsIn } from './client';
import { meet, router } from './started';

const filter = '/ip/firewall/filter';
const ids = async (client: Client): Promise<string[]> =>
  rowsIn(await client.ask(`${filter}/print`, '=.proplist=.id')).map((row) => row['.id'] ?? '');
const trapOf = async (client: Client, ...words: string[]): Promise<string | undefined> =>
  (await client.ask(...words)).find(([kind]) => kind === '!trap')?.at(-1);

test('a rule moves before another, several in the order they are named, and to the end without one', async () => {
  const client = await meet(await router());
  expect((await ids(client)).slice(0, 7)).toEqual(['*1', '*2', '*3', '*4', '*5', '*6', '*7']);
  await client.ask(`${filter}/move`, '=numbers=*5', '=destination=*3');
  expect((await ids(client)).slice(0, 7)).toEqual(['*1', '*2', '*5', '*3', '*4', '*6', '*7']);
  await client.ask(`${filter}/move`, '=numbers=*6,*2', '=destination=*5');
  expect((await ids(client)).slice(0, 7)).toEqual(['*1', '*6', '*2', '*5', '*3', '*4', '*7']);
  // Before itself nothing changes.
  await client.ask(`${filter}/move`, '=numbers=*6', '=destination=*6');
  expect((await ids(client)).slice(0, 3)).toEqual(['*1', '*6', '*2']);
  await client.ask(`${filter}/move`, '=numbers=*6');
  expect((await ids(client)).at(-1)).toBe('*6');
});

test('what is not there, and what the router made itself, is not moved, and nothing has moved then', async () => {
  const place = await router();
  const client = await meet(place);
  const before = place.state.hash();
  expect(await trapOf(client, `${filter}/move`, '=numbers=*FF')).toBe('=message=no such item');
  expect(await trapOf(client, `${filter}/move`)).toBe('=message=missing value(s) of argument(s) numbers');
  expect(await trapOf(client, `${filter}/move`, '=numbers=*1')).toBe('=message=failure: cannot move builtin');
  expect(await trapOf(client, `${filter}/disable`, '=numbers=*1')).toBe('=message=failure: cannot change builtin');
  const nowhere = ['=chain=input', '=place-before=*FF'];
  expect(await trapOf(client, `${filter}/add`, ...nowhere)).toBe('=message=no such item');
  expect(place.state.hash()).toBe(before);
});

test.each([
  [['=dst-port=22'], 'failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp'],
  [['=protocol=icmp', '=dst-port=22'], 'failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp'],
  [['=protocol=tcp', '=dst-port=99999'], 'invalid value for argument dst-port'],
  [['=src-address=300.1.1.1'], 'invalid value for argument src-address'],
  [['=in-interface=!moon1'], 'input does not match any value of interface'],
  [['=protocol=xyz'], 'input does not match any value of protocol'],
  [['=action=re'], 'ambiguous value of action, more than one possible value matches input'],
  [['=out-interface=ether1'], 'failure: outgoing interface matching not possible in input and prerouting chains'],
])('a rule with %s is refused, and none is added', async (words, message) => {
  const place = await router();
  const client = await meet(place);
  const before = place.state.hash();
  expect(await trapOf(client, `${filter}/add`, '=chain=input', ...words)).toBe(`=message=${message}`);
  expect(place.state.hash()).toBe(before);
});

test('a rule is changed as a whole: what it says already counts with what is set', async () => {
  const client = await meet(await router());
  const set = [`${filter}/set`, '=.id=*4'];
  expect(await trapOf(client, ...set, '=dst-port=22')).toContain('ports can be specified');
  expect(await trapOf(client, ...set, '=protocol=tc', '=dst-port=22', '=in-interface=!ether1')).toBeUndefined();
  const [row] = rowsIn(await client.ask(`${filter}/print`, '?.id=*4'));
  expect(row).toMatchObject({ protocol: 'tcp', 'dst-port': '22', 'in-interface': '!ether1', action: 'accept' });
});

test('an entry of a list runs down and is gone, and is then no obstacle to the same again', async () => {
  const client = await meet(await router());
  const list = '/ip/firewall/address-list';
  const entry = ['=list=guests', '=address=198.51.100.9/32', '=timeout=1s'];
  await client.ask(`${list}/add`, ...entry);
  const shown = async () => rowsIn(await client.ask(`${list}/print`, '?list=guests'));
  expect(await shown()).toMatchObject([{ address: '198.51.100.9', timeout: '1s', dynamic: 'true' }]);
  expect(await trapOf(client, `${list}/add`, ...entry)).toBe('=message=failure: already have such entry');
  await expect.poll(shown, { timeout: 10_000 }).toEqual([]);
  expect(await trapOf(client, `${list}/add`, ...entry)).toBeUndefined();
  expect(await trapOf(client, `${list}/add`, '=address=10.0.0.1')).toBe(
    '=message=missing value(s) of argument(s) list',
  );
  await client.ask(`${list}/add`, '=list=guests', '=address=10.1.2.3/16');
  expect((await shown()).find(({ dynamic }) => dynamic === 'false')).toMatchObject({ address: '10.1.0.0/16' });
});

test('a concentrator has thousands of connections, counts them, and forgets one that is removed', async () => {
  const place = await router({ model: 'CCR2004', character: { role: 'pppoe' } });
  const client = await meet(place);
  const table = '/ip/firewall/connection';
  const [[, count = ''] = []] = await client.ask(`${table}/print`, '=count-only=');
  expect(Number(count.slice('=ret='.length))).toBeGreaterThan(1000);
  const rows = rowsIn(await client.ask(`${table}/print`, '=.proplist=.id,src-address'));
  expect(new Set(rows.map((row) => row['.id'])).size).toBe(rows.length);
  const sessions = new Set(
    rowsIn(await client.ask('/ppp/active/print', '=.proplist=address')).map(({ address }) => address),
  );
  const foreign = rows.filter((row) => !sessions.has(row['src-address'] ?? ''));
  // All belong to who is signed in, but the one of this very API.
  expect(foreign.map((row) => row['src-address'])).toEqual(['10.99.0.1']);
  const before = place.state.hash();
  const id = rows[0]?.['.id'] ?? '';
  expect(await client.ask(`${table}/remove`, `=.id=${id}`)).toEqual([['!done']]);
  expect(rowsIn(await client.ask(`${table}/print`, `?.id=${id}`))).toEqual([]);
  expect(await trapOf(client, `${table}/remove`, `=.id=${id}`)).toBe('=message=no such item');
  expect(place.state.hash()).not.toBe(before);
});

test.each([
  ['/tool/torch', '=interface=ether1', '=duration=1m'],
  ['/tool/sniffer/quick', '=interface=ether1', '=duration=1m', '=port=443'],
  ['/tool/ip-scan', '=interface=bridge-tower', '=duration=1m', '=address-range=10.99.0.0/24'],
])('%s: nothing is fast-tracked while it runs, and all is again afterwards', async (...words) => {
  const place = await router({ model: 'CCR2004', character: { uptimeSeconds: 10_000 } });
  const [client, other] = [await meet(place), await meet(place)];
  const packetsOf = async (...which: string[]) =>
    BigInt(rowsIn(await other.ask(`${filter}/print`, '=stats=', ...which))[0]?.packets ?? '0');
  const tracked = () => packetsOf('?.id=*1');
  const accepted = () => packetsOf('?chain=forward', '?action=accept', '?#&');
  client.say(...words, '.tag=tool');
  await client.until(() => client.heard.some(([kind, tag]) => kind === '!re' && tag === '.tag=tool'));
  const [first, before] = [await tracked(), await accepted()];
  // The rest of the firewall counts on, 2,100 a second at least; what is fast-tracked would be 4,500.
  await expect.poll(accepted, { timeout: 10_000 }).toBeGreaterThan(before + 500n);
  const last = await tracked();
  expect(last - first).toBeLessThan(100n);
  client.say('/cancel', '=tag=tool', '.tag=over');
  await client.until(() => client.heard.some(([kind, tag]) => kind === '!done' && tag === '.tag=over'));
  await expect.poll(tracked, { timeout: 10_000 }).toBeGreaterThan(last + 1000n);
});

test('torch tells apart what it is asked for, and lets through what fits', async () => {
  const client = await meet(await router({ model: 'CCR2004', character: { role: 'pppoe' } }));
  const ask = async (...words: string[]) =>
    rowsIn(await client.ask('/tool/torch', '=interface=ether1', '=duration=2s', ...words));
  const [sum, ...others] = await ask();
  expect(others).toEqual([]);
  expect(Object.keys(sum ?? {}).sort()).toEqual(['.section', 'rx', 'rx-packets', 'tx', 'tx-packets']);
  const dns = await ask('=port=53', '=src-address=0.0.0.0/0', '=ip-protocol=udp');
  expect(dns.length).toBeGreaterThan(1);
  expect(dns.every((row) => row['dst-port'] === '53' && row['ip-protocol'] === 'udp')).toBe(true);
  const one = dns[0]?.['src-address'] ?? '';
  const his = await ask(`=src-address=${one}`, '=dst-address=0.0.0.0/0');
  expect(new Set(his.map((row) => row['src-address']))).toEqual(new Set([one]));
});
