import { describe, expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import { type ReadId, readOf } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { judged } from '@/core/actions/parameters';
import { sieveOf } from '@/core/actions/sieve';
import { spelledAddress, spelledMac } from '@/core/actions/spelling';
import { written } from '@/core/actions/written';

const said = (id: ReadId, values: Values, routerOs = '7.20.8') =>
  compile(id, values, onlyVersion(routerOs)).map(({ path, words }) => [
    path,
    ...words.filter((word) => !word.startsWith('=.proplist=')),
  ]);

/** The values as they are taken, or the sentences that say what is wrong. */
function given(id: ReadId, values: unknown) {
  const verdict = judged(readOf(id), values);
  return 'values' in verdict
    ? verdict.values
    : verdict.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const mac = 'AA:BB:CC:DD:EE:0F';
const ids = ['ip.arp', 'dhcp.leases', 'br.hosts', 'ppp.secrets', 'sub.sessions'] as const;

describe.each(['6.40', '6.49.18', '7.9.2', '7.20.8'])('RouterOS %s', (routerOs) => {
  test('with nothing asked for, the table is read, and nothing else is said', () => {
    expect(ids.flatMap((id) => said(id, {}, routerOs))).toEqual([
      ['/ip/arp/print'],
      ['/ip/dhcp-server/lease/print'],
      ['/interface/bridge/host/print'],
      ['/ppp/secret/print'],
      ['/ppp/active/print'],
    ]);
    expect(said('ip.arp', { family: '6' }, routerOs)).toEqual([['/ipv6/neighbor/print']]);
    expect(said('dhcp.leases', { family: '6' }, routerOs)).toEqual([['/ipv6/dhcp-server/binding/print']]);
    expect(said('sub.sessions', { service: 'hotspot' }, routerOs)).toEqual([['/ip/hotspot/active/print']]);
  });

  test('no question asks for a password, also not as one that is compared', () => {
    const words = ids.flatMap((id) => compile(id, {}, onlyVersion(routerOs)).flatMap((sentence) => sentence.words));
    expect(words).toHaveLength(ids.length);
    expect(words.join(',')).not.toMatch(/password|secret|\bkey\b/);
  });
});

test('what RouterOS can compare is a query', () => {
  expect(said('ip.arp', { address: '10.1.1.9', mac, interface: 'bridge-tower' })).toEqual([
    ['/ip/arp/print', '?address=10.1.1.9', `?mac-address=${mac}`, '?interface=bridge-tower'],
  ]);
  expect(said('br.hosts', { mac, bridge: 'bridge', vlan: 200 })).toEqual([
    ['/interface/bridge/host/print', `?mac-address=${mac}`, '?bridge=bridge', '?vid=200'],
  ]);
  expect(said('sub.sessions', { name: 'ada.berg', address: '100.70.1.2', mac })).toEqual([
    ['/ppp/active/print', '?name=ada.berg', '?address=100.70.1.2', `?caller-id=${mac}`],
  ]);
  expect(said('sub.sessions', { service: 'hotspot', name: 'room-12', mac })).toEqual([
    ['/ip/hotspot/active/print', '?user=room-12', `?mac-address=${mac}`],
  ]);
});

test('where a value may stand in either of two fields, either is asked for, and the other questions still hold', () => {
  expect(said('dhcp.leases', { address: '10.1.1.9', mac, status: 'bound' })).toEqual([
    [
      '/ip/dhcp-server/lease/print',
      ...['?address=10.1.1.9', '?active-address=10.1.1.9', '?#|'],
      ...[`?mac-address=${mac}`, `?active-mac-address=${mac}`, '?#|'],
      '?status=bound',
    ],
  ]);
  expect(said('ppp.secrets', { disabled: true, mac })).toEqual([
    ['/ppp/secret/print', '?disabled=true', `?caller-id=${mac}`, `?last-caller-id=${mac}`, '?#|'],
  ]);
  expect(written('dhcp.leases', { address: '10.1.1.9', status: 'bound' }, onlyVersion('7.20.8'))).toBe(
    '/ip/dhcp-server/lease/print where (address=10.1.1.9 or active-address=10.1.1.9) status=bound',
  );
});

test.each(['aa:bb:cc:dd:ee:0f', 'AA-BB-CC-DD-EE-0F', 'aabb.ccdd.ee0f', 'AABBCCDDEE0F', mac])(
  '%s is taken and becomes the spelling that RouterOS compares with',
  (text) => {
    expect(given('br.hosts', { mac: text })).toEqual({ mac, limit: 200 });
    expect(spelledMac(text)).toBe(mac);
  },
);

test.each([
  ...['', 'a', 'aa:bb:cc:dd:ee', 'aa:bb:cc:dd:ee:0f:11', 'aa:bb-cc:dd-ee:0f', 'aa:bb:cc:dd:ee:0g', 'aabbccddee0', ' '],
  ...[
    'aa:bb:cc:dd:ee:f',
    'aabb:ccdd:ee0f',
    ` ${mac}`,
    `${mac}\n`,
    `${mac}=`,
    'aa.bb.cc.dd.ee.0f',
    'ａa:bb:cc:dd:ee:0f',
  ],
])('%j is no MAC address', (text) => {
  expect(given('br.hosts', { mac: text })).toEqual(['mac: a MAC address, as in AA:BB:CC:DD:EE:FF']);
});

test('a MAC address that is no text is refused in the same words', () => {
  for (const odd of [1, true, null, ['AA:BB:CC:DD:EE:FF']])
    expect(given('br.hosts', { mac: odd })).toEqual(['mac: a MAC address, as in AA:BB:CC:DD:EE:FF']);
});

test('an IPv6 address is asked for as RouterOS writes it', () => {
  expect(said('ip.arp', { family: '6', address: '2001:DB8:0:0:1:0:0:9' })).toEqual([
    ['/ipv6/neighbor/print', '?address=2001:db8::1:0:0:9'],
  ]);
  expect(said('dhcp.leases', { family: '6', address: '2001:DB8:20:0100::/56' })[0]).toContain(
    '?address=2001:db8:20:100::/56',
  );
  for (const text of ['10.0.0.1', '::1', 'fe80::1', 'a.example', '10.0.0.0/8', 'fd00:7:2:0:e15e:5ead:96e5:9422'])
    expect(spelledAddress(text)).toBe(text);
  expect(spelledAddress('::FFFF:192.0.2.1')).toBe('::ffff:192.0.2.1');
});

test('values that cannot be asked of a family are refused with the reason', () => {
  expect(given('dhcp.leases', { family: '6', mac })).toEqual([
    'mac: only for IPv4: DHCPv6 knows clients by their DUID',
  ]);
  expect(given('dhcp.leases', { address: '10.0.0.0/24' })).toEqual([
    'address: one address: an IPv4 lease is no network',
  ]);
  expect(given('dhcp.leases', { address: '2001:db8::1' })).toEqual([
    'address: an address of the family that was chosen',
  ]);
  expect(given('ip.arp', { address: '10.0.0.0/24' })).toEqual(['address: an IP address']);
  expect(given('br.hosts', { vlan: 4095 })).toEqual(['vlan: from 1 to 4094']);
  expect(given('ppp.secrets', { limit: 1001 })).toEqual(['limit: from 1 to 1000 secrets']);
});

/** The host names of the leases that are kept, and whether the router is told that it is enough. */
function kept(values: Values, rows: readonly Readonly<Record<string, string>>[]) {
  const sieve = sieveOf('dhcp.leases', values);
  const names = rows.flatMap((fields) =>
    sieve.take({ sentence: 0, fields }).map((row) => row.fields['host-name'] ?? row.fields.comment),
  );
  return { names, isOver: sieve.isOver };
}

test('a part of a host name or of a comment finds a lease, in any case', () => {
  const rows = [{ 'host-name': 'Adas-iPhone' }, { 'host-name': 'tv' }, { comment: 'ADA, attic' }, {}];
  expect(kept({ host: 'ada', limit: 10 }, rows)).toEqual({ names: ['Adas-iPhone', 'ADA, attic'], isOver: false });
});

test('a limit counts what fits, and it is over only when one more came that does', () => {
  const rows = Array.from({ length: 9 }, (_, index) => ({ 'host-name': index % 2 === 0 ? `tv-${index}` : 'other' }));
  expect(kept({ host: 'tv', limit: 2 }, rows)).toEqual({ names: ['tv-0', 'tv-2'], isOver: true });
  expect(kept({ host: 'tv', limit: 2 }, rows.slice(0, 4))).toEqual({ names: ['tv-0', 'tv-2'], isOver: false });
  expect(kept({ limit: 3 }, rows).names).toHaveLength(3);
});
