import { expect, test } from 'vitest';
import { readQuery } from '@/simulator/query';
import { rowsIn } from './client';
import { meet, router } from './started';

test('a proplist gives what is there of it and leaves out the rest', async () => {
  const client = await meet(await router());
  const [first] = await client.ask('/interface/print', '=.proplist=name,colour,.id', '?name=ether1');
  expect(first).toEqual(['!re', '=name=ether1', '=.id=*1']);
});

test('rows of which nothing is asked, or nothing is there, come bare', async () => {
  const client = await meet(await router({ version: '6.49.18' }));
  for (const list of ['', 'colour'])
    expect(await client.ask('/interface/print', `=.proplist=${list}`, '?default-name', '?name=ether1')).toEqual([
      ['!re'],
      ['!done'],
    ]);
});

test('rows are counted without being sent', async () => {
  const client = await meet(await router({ character: { interfaces: 1000 } }));
  expect(await client.ask('/interface/print', '=count-only=')).toEqual([['!done', '=ret=1000']]);
});

test('getall is print', async () => {
  const client = await meet(await router());
  expect(await client.ask('/ip/address/getall')).toEqual(await client.ask('/ip/address/print'));
});

test('the firewall counts aloud only when it is asked for its statistics', async () => {
  const client = await meet(await router());
  const silent = rowsIn(await client.ask('/ip/firewall/filter/print'));
  const counting = rowsIn(await client.ask('/ip/firewall/filter/print', '=stats='));
  expect(silent.length).toBeGreaterThan(3);
  expect(silent.some(({ bytes }) => bytes !== undefined)).toBe(false);
  expect(counting.every(({ bytes, packets }) => /^\d+$/.test(bytes ?? '') && /^\d+$/.test(packets ?? ''))).toBe(true);
});

const row = { name: 'ether1', type: 'ether', mtu: '1500', running: 'true', comment: 'a=b' };

test.each<[string[], boolean]>([
  [[], true],
  [['?comment'], true],
  [['?colour'], false],
  [['?-colour'], true],
  [['?-comment'], false],
  [['?toString'], false],
  [['?name=ether1'], true],
  [['?=name=ether1'], true],
  [['?name=ether'], false],
  [['?=comment=a=b'], true],
  [['?running=yes'], true],
  [['?<mtu=9000'], true],
  [['?>mtu=9000'], false],
  [['?name=ether1', '?type=vlan'], false],
  [['?name=x', '?type=ether', '?#|'], true],
  [['?name=x', '?#!'], true],
  [['?name=ether1', '?type=vlan', '?#&'], false],
  [['?type=vlan', '?type=ether', '?#|', '?mtu=1500', '?#&'], true],
  [['?name=x', '?type=ether', '?#|!'], false],
  // The whole stack becomes what lies at place 0: the last that was said.
  [['?name=x', '?type=ether', '?#0'], true],
  [['?name=x', '?#.|'], false],
  // On an empty stack there is nothing but truth.
  [['?#!'], false],
  [['?#&'], true],
])('%j means a row: %s', (words, isMeant) => {
  expect(readQuery(words)(row)).toBe(isMeant);
});

test('a core counts beyond what a double holds, and an edge knows thousands of ways', async () => {
  const core = await meet(await router({ model: 'CCR2216', character: { role: 'edge' } }));
  const bytes = rowsIn(await core.ask('/interface/print', '=.proplist=rx-byte')).map((one) =>
    BigInt(one['rx-byte'] ?? 0),
  );
  expect(bytes.some((count) => count > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
  const [[, ret = ''] = []] = await core.ask('/ip/route/print', '=count-only=', '?bgp');
  expect(Number(ret.slice(5))).toBeGreaterThan(4000);
});

test('6.x writes its dates, its times and its routes as 6.x does', async () => {
  const old = await meet(await router({ version: '6.49.18', model: 'NetMetal' }));
  const [clock] = rowsIn(await old.ask('/system/clock/print'));
  expect(clock?.date).toMatch(/^[a-z]{3}\/\d\d\/\d{4}$/);
  const [ping] = rowsIn(await old.ask('/ping', '=address=10.99.0.1', '=count=1'));
  expect(ping?.time).toMatch(/^\d+ms$/);
  const routes = rowsIn(await old.ask('/ip/route/print'));
  expect(routes.some((one) => one['routing-mark'] === 'backup')).toBe(true);
  expect(routes.some((one) => 'routing-table' in one)).toBe(false);
  const [resource] = rowsIn(await old.ask('/system/resource/print'));
  expect(resource).toMatchObject({ version: '6.49.18 (long-term)', 'board-name': 'NetMetal 5' });
  expect(resource?.uptime).toMatch(/^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/);
});

test('7.x writes its own', async () => {
  const client = await meet(await router({ character: { clockSkewMs: -3_600_000 } }));
  const before = Date.now() - 3_600_000;
  const [clock] = rowsIn(await client.ask('/system/clock/print'));
  const shown = Date.parse(`${clock?.date}T${clock?.time}Z`);
  expect(shown).toBeGreaterThan(before - 2000);
  expect(shown).toBeLessThan(Date.now() - 3_600_000 + 2000);
  const routes = rowsIn(await client.ask('/ip/route/print'));
  expect(new Set(routes.map((one) => one['routing-table']))).toEqual(new Set(['main', 'backup']));
  const lines = rowsIn(await client.ask('/log/print'));
  expect(lines.at(-1)?.message).toBe('user full logged in from 10.99.0.1 via api');
  expect(lines.every(({ time }) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time ?? ''))).toBe(true);
});

test('whoever is signed in is seen', async () => {
  const place = await router();
  const client = await meet(place);
  await meet(place);
  expect(rowsIn(await client.ask('/user/active/print')).map(({ name, via }) => [name, via])).toEqual([
    ['full', 'api'],
    ['full', 'api'],
  ]);
});

test('rows are made, changed and taken away, and whoever listens hears of it', async () => {
  const place = await router();
  const client = await meet(place);
  const listener = await meet(place);
  listener.say('/interface/listen', '.tag=l');
  expect(await client.ask('/interface/set', '=.id=ether2', '=disabled=yes')).toEqual([['!done']]);
  await listener.until(() => listener.heard.length > 0);
  expect(rowsIn(listener.heard)[0]).toMatchObject({ name: 'ether2', disabled: 'true', running: 'false' });

  const [[done, ret = ''] = []] = await client.ask('/ip/address/add', '=address=10.1.2.3/20', '=interface=ether1');
  expect(done).toBe('!done');
  expect(ret).toMatch(/^=ret=\*[0-9A-F]+$/);
  const id = ret.slice(5);
  expect(rowsIn(await client.ask('/ip/address/print', `?.id=${id}`))[0]).toMatchObject({
    network: '10.1.0.0',
    disabled: 'false',
  });
  expect(await client.ask('/ip/address/remove', `=.id=${id}`)).toEqual([['!done']]);
  expect(rowsIn(await client.ask('/ip/address/print', `?.id=${id}`))).toEqual([]);
});

test('a rule is put where it is asked to be', async () => {
  const client = await meet(await router());
  const before = rowsIn(await client.ask('/ip/firewall/filter/print', '?dynamic=no'));
  const [[, ret = ''] = []] = await client.ask(
    '/ip/firewall/filter/add',
    '=chain=forward',
    '=action=dro',
    `=place-before=${before[0]?.['.id']}`,
  );
  const after = rowsIn(await client.ask('/ip/firewall/filter/print', '?dynamic=no'));
  expect(after[0]).toMatchObject({ '.id': ret.slice(5), action: 'drop' });
  expect(after).toHaveLength(before.length + 1);
});

test('no reading changes a router', async () => {
  const place = await router();
  const client = await meet(place);
  const before = place.state.hash();
  const reads = [
    ...['/interface/print', '/interface/ethernet/print', '/ip/route/print', '/ip/address/print', '/log/print'].map(
      (path) => [path],
    ),
    ...['filter', 'nat', 'mangle', 'raw'].map((table) => [`/ip/firewall/${table}/print`, '=stats=']),
    ...['/ipv6/route/print', '/ipv6/firewall/filter/print', '/user/active/print', '/ip/service/print'].map((path) => [
      path,
    ]),
    ...['resource', 'identity', 'clock', 'routerboard', 'package', 'device-mode', 'ntp/client'].map((name) => [
      `/system/${name}/print`,
    ]),
    ['/interface/monitor-traffic', '=interface=ether1,ether2', '=once='],
    ['/interface/ethernet/monitor', '=numbers=ether1', '=once='],
    ['/tool/ping', '=address=10.99.0.1', '=count=1'],
    ['/tool/traceroute', '=address=10.99.0.1', '=count=1'],
    ...['/ip/arp', '/ipv6/neighbor', '/ip/dhcp-server/lease', '/ipv6/dhcp-server/binding'].map((path) => [
      `${path}/print`,
    ]),
    ...['/interface/bridge/host', '/ip/hotspot/active', '/ppp/secret', '/ppp/active', '/ip/neighbor'].map((path) => [
      `${path}/print`,
    ]),
  ];
  for (const words of reads) expect((await client.ask(...words)).at(-1), words.join(' ')).toEqual(['!done']);
  expect(place.state.hash()).toBe(before);
  await client.ask('/interface/set', '=.id=ether1', '=comment=changed');
  expect(place.state.hash()).not.toBe(before);
});

test('the same seed grows the same router', async () => {
  const [one, same, other] = [await router(), await router(), await router({ seed: 2 })];
  const names = (place: typeof one) => place.state.table('/interface').items.map(({ fields }) => fields['mac-address']);
  expect(names(one)).toEqual(names(same));
  expect(names(one)).not.toEqual(names(other));
});
