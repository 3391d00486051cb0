import { expect, test } from 'vitest';
import { rowsIn } from './client';
import { meet, reader, router } from './started';

test.each(['6.49.18', '7.20.8'])(
  '%s: a VLAN stands in both menus under one number, and leaves no trace',
  async (version) => {
    const place = await router({ version });
    const client = await meet(place);
    const before = place.state.hash();
    const added = await client.ask('/interface/vlan/add', '=name=vlan77', '=vlan-id=77', '=interface=ether2');
    const [, ret = ''] = added.at(-1) ?? [];
    const id = ret.replace('=ret=', '');
    const [vlan] = rowsIn(await client.ask('/interface/vlan/print', `?.id=${id}`));
    const [listed] = rowsIn(await client.ask('/interface/print', `?.id=${id}`));
    expect(vlan).toMatchObject({ name: 'vlan77', 'vlan-id': '77', interface: 'ether2' });
    expect(listed).toMatchObject({ name: 'vlan77', type: 'vlan', mtu: '1500' });
    expect(listed).not.toHaveProperty('vlan-id');
    expect(place.state.hash()).not.toBe(before);
    expect(await client.ask('/interface/vlan/remove', `=.id=${id}`)).toEqual([['!done']]);
    expect(place.state.hash()).toBe(before);
  },
);

const refused: readonly (readonly [string, string | null, string])[] = [
  ['/interface/vlan/add =name=v', null, 'missing value(s) of argument(s) vlan-id interface'],
  ['/interface/vlan/add =vlan-id=9 =interface=moon', '1', 'input does not match any value of interface'],
  ['/interface/vlan/add =vlan-id=5000 =interface=ether1', '1', 'value of vlan-id out of range (1..4095)'],
  ['/interface/vlan/remove =.id=ether1', '0', 'no such item'],
];

test.each(refused)('%s ends in RouterOS’s own words', async (sentence, category, message) => {
  const client = await meet(await router());
  const head = category === null ? ['!trap'] : ['!trap', `=category=${category}`];
  expect(await client.ask(...sentence.split(' '))).toEqual([[...head, `=message=${message}`], ['!done']]);
});

test('a port without power says so for as long as was asked, and only ports that feed can be named', async () => {
  const place = await router({ model: 'hEXPoE' });
  const client = await meet(place);
  const status = async () => {
    const [row] = rowsIn(await client.ask('/interface/ethernet/poe/monitor', '=numbers=ether2', '=once='));
    return row?.['poe-out-status'];
  };
  expect(await status()).toBe('powered-on');
  await client.ask('/interface/ethernet/poe/power-cycle', '=numbers=ether2', '=duration=100ms');
  expect(await status()).toBe('power-cycle');
  await expect.poll(status).toBe('powered-on');
  const other = await client.ask('/interface/ethernet/poe/power-cycle', '=numbers=ether1');
  expect(other[0]).toContain('=message=input does not match any value of numbers');
  const weak = await meet(place, reader);
  const denied = await weak.ask('/interface/ethernet/poe/power-cycle', '=numbers=ether2');
  expect(denied[0]).toContain('=message=not enough permissions (9)');
});

test('a router without ports that feed has no menu for it; one without a modem has an empty one', async () => {
  const client = await meet(await router());
  const [trap] = await client.ask('/interface/ethernet/poe/print');
  expect(trap).toEqual(['!trap', '=category=0', '=message=no such command prefix']);
  expect(await client.ask('/interface/lte/print')).toEqual([['!empty'], ['!done']]);
});

test('the certificate of api-ssl in the menu is the one that clients see', async () => {
  const place = await router({ transport: 'tls' });
  const client = await meet(place);
  const [row] = rowsIn(await client.ask('/certificate/print', '?name=api'));
  expect(place.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(row?.fingerprint).toBe(place.fingerprint);
});

test('an MTU that is set is the one in use', async () => {
  const client = await meet(await router());
  await client.ask('/interface/set', '=.id=ether2', '=mtu=1400');
  const [port] = rowsIn(await client.ask('/interface/print', '?name=ether2'));
  expect(port).toMatchObject({ mtu: '1400', 'actual-mtu': '1400' });
});
