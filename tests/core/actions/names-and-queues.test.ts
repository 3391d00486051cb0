import { expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import { compileWrite } from '@/core/actions/compile-write';
import type { Values } from '@/core/actions/parameter';
import { sieveOf } from '@/core/actions/sieve';
import { Unsupported } from '@/core/actions/unsupported';
import type { WriteId } from '@/core/actions/writes';
import { written } from '@/core/actions/written';

const said = (id: WriteId, values: Values, routerOs = '7.20.8', rows: readonly string[] = []) =>
  compileWrite(id, values, { router: onlyVersion(routerOs), rows }).map(({ path, words }) => [path, ...words]);

const refusal = (id: WriteId, values: Values) => {
  try {
    said(id, values);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};

const entry = { name: 'nas.lan', ttl: 60 };

test('the type of a static entry decides which word has its value, and which form that has', () => {
  const head = ['/ip/dns/static/add', '=name=nas.lan'];
  expect(said('dns.static.add', { ...entry, value: '10.0.0.9' })).toEqual([
    [...head, '=type=A', '=address=10.0.0.9', '=ttl=60'],
  ]);
  expect(said('dns.static.add', { ...entry, type: 'AAAA', value: '2001:DB8:0::9' })).toEqual([
    [...head, '=type=AAAA', '=address=2001:db8::9', '=ttl=60'],
  ]);
  expect(said('dns.static.add', { ...entry, type: 'CNAME', value: 'a.lan' })).toEqual([
    [...head, '=type=CNAME', '=cname=a.lan', '=ttl=60'],
  ]);
  expect(refusal('dns.static.add', { ...entry, value: '2001:db8::9' })).toBe('value: an IPv4 address');
  expect(refusal('dns.static.add', { ...entry, value: 'a.lan' })).toBe('value: an IPv4 address');
  expect(refusal('dns.static.add', { ...entry, type: 'AAAA', value: '10.0.0.9' })).toBe('value: an IPv6 address');
  expect(refusal('dns.static.add', { ...entry, type: 'AAAA', value: 'a.lan' })).toBe('value: an IPv6 address');
  expect(refusal('dns.static.add', { ...entry, type: 'CNAME', value: '10.0.0.9' })).toBe('value: a name');
  expect(refusal('dns.static.add', { ...entry, type: 'CNAME', value: '2001:db8::9' })).toBe('value: a name');
});

test('RouterOS before 6.47 is not told a type, and has no other names', () => {
  for (const routerOs of ['6.40', '6.46.8']) {
    const head = ['/ip/dns/static/add', '=name=nas.lan'];
    expect(said('dns.static.add', { ...entry, value: '10.0.0.9' }, routerOs)).toEqual([
      [...head, '=address=10.0.0.9', '=ttl=60'],
    ]);
    expect(said('dns.static.add', { ...entry, type: 'AAAA', value: '2001:db8::9' }, routerOs)).toEqual([
      [...head, '=address=2001:db8::9', '=ttl=60'],
    ]);
    const alias = () => said('dns.static.add', { ...entry, type: 'CNAME', value: 'a.lan' }, routerOs);
    expect(alias).toThrow(Unsupported);
    expect(alias).toThrow('type CNAME');
  }
  expect(said('dns.static.add', { ...entry, value: '10.0.0.9' }, '6.47')[0]).toContain('=type=A');
});

test('a new queue wants a target, and only a new one takes it', () => {
  const queue = { name: 'school', 'max-limit': '10M/50M' };
  expect(refusal('qos.simple.set', { ...queue, how: 'add' })).toBe('target: whom a new queue limits');
  expect(refusal('qos.simple.set', { ...queue, target: ['10.0.0.9'] })).toBe('target: only for a new queue');
  expect(refusal('qos.simple.set', { ...queue, 'place-before': '*1' })).toBe('place-before: only for a new queue');
  expect(said('qos.simple.set', { ...queue, how: 'add', target: ['10.0.0.9'] })).toEqual([
    ['/queue/simple/add', '=name=school', '=target=10.0.0.9', '=max-limit=10M/50M'],
  ]);
  expect(said('qos.simple.set', queue, '7.20.8', ['*7'])).toEqual([
    ['/queue/simple/set', '=.id=*7', '=max-limit=10M/50M'],
  ]);
  expect(refusal('qos.simple.set', queue)).toContain('was not found');
});

test('a change of the DNS settings or of a DHCP network without any value is none', () => {
  expect(refusal('dns.set', {})).toBe('servers: at least one setting');
  expect(refusal('dhcp.network.set', { address: '10.0.0.0/24' })).toContain('gateway: at least one of');
  expect(refusal('dhcp.lease.remove', {})).toBe('mac: a MAC address, an address or both');
});

test('queues are found by a part of their name or comment, and by one of their targets without its length', () => {
  const rows = [
    { name: 'air-100', target: '10.0.0.64/26,10.0.0.9/32' },
    { name: '<pppoe-ada>', target: '<pppoe-ada>', comment: 'AIR link' },
    { name: 'air-30', target: '10.0.0.90/32,2001:db8::/48' },
  ].map((fields) => ({ sentence: 0, fields }));
  const kept = (values: Values) => {
    const sieve = sieveOf('qos.queues', values);
    return rows.flatMap((row) => sieve.take(row)).map(({ fields }) => fields.name);
  };
  expect(kept({ target: '10.0.0.9' })).toEqual(['air-100']);
  expect(kept({ target: '10.0.0.64/26' })).toEqual(['air-100']);
  expect(kept({ target: '<pppoe-ada>' })).toEqual(['<pppoe-ada>']);
  expect(kept({ target: '10.0.0.65' })).toEqual([]);
  expect(kept({ name: 'air' })).toEqual(['air-100', '<pppoe-ada>', 'air-30']);
  expect(kept({ name: 'air', limit: 1 })).toEqual(['air-100']);
});

test('the use of a pool is counted, and as a terminal takes it the question has its condition behind it', () => {
  const [, , , count] = compile('dhcp.servers', { pool: 'guests' }, onlyVersion('7.20.8'));
  expect([count?.path, ...(count?.words ?? [])]).toEqual(['/ip/pool/used/print', '=count-only=', '?pool=guests']);
  expect(count?.reply).toMatchObject({ fields: ['ret'], rowCap: 1 });
  expect(written('dhcp.servers', { pool: 'guests' }, onlyVersion('6.49.18')).split('\n')).toContain(
    '/ip pool used print count-only where pool=guests',
  );
});
