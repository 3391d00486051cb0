import { expect, test } from 'vitest';
import { type ReadId, readOf } from '@/core/actions/index';
import { judged } from '@/core/actions/parameters';

/** The values as they are taken, or the sentences that say what is wrong. */
function given(id: ReadId, values: unknown) {
  const verdict = judged(readOf(id), values);
  return 'values' in verdict
    ? verdict.values
    : verdict.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const isTaken = (id: ReadId, values: unknown): boolean => !Array.isArray(given(id, values));

test('defaults are filled in, and what has none stays out', () => {
  expect(given('tool.ping', { address: '192.0.2.1' })).toEqual({
    address: '192.0.2.1',
    count: 5,
    size: 56,
    interval: 1000,
    'arp-ping': false,
    'do-not-fragment': false,
  });
  expect(given('if.list', {})).toEqual({});
  expect(given('if.list', { running: undefined })).toEqual({});
});

test('values that were taken once are taken again, unchanged', () => {
  const once = given('ip.routes', { 'dst-address': '10.0.0.0/8', active: false });
  expect(given('ip.routes', once)).toEqual(once);
});

test('a refusal names the parameter and its bounds', () => {
  expect(given('tool.ping', { address: '192.0.2.1', count: 301 })).toEqual(['count: from 1 to 300 packets']);
  expect(given('tool.ping', { address: '192.0.2.1', count: '5' })).toEqual(['count: from 1 to 300 packets']);
  expect(given('tool.ping', { address: '192.0.2.1', size: 27 })).toEqual(['size: from 28 to 9000 bytes']);
  expect(given('tool.traceroute', { address: '192.0.2.1', protocol: 'tcp' })).toEqual(['protocol: one of icmp, udp']);
  expect(given('tool.ping', { address: '192.0.2.1', 'src-address': 'a.example' })).toEqual([
    'src-address: an IP address',
  ]);
  expect(given('fw.rules', { chain: '' })).toEqual(['chain: 1 to 64 characters']);
});

test('an unknown name is refused, and repeated only if it looks like a name', () => {
  expect(given('if.list', { password: 'x' })).toEqual([': no such parameter: password']);
  expect(given('if.list', { '<b>\n': 'x' })).toEqual([': no such parameter']);
  expect(isTaken('if.list', JSON.parse('{"__proto__": {"type": "ether"}}'))).toBe(false);
});

test('what are no values by name is refused as a whole', () => {
  for (const odd of [undefined, null, [], ['192.0.2.1'], 'x', 5, true])
    expect(given('if.list', odd)).toEqual([': values by their names']);
});

test('a value is what was given, and not what every object has', () => {
  expect(given('tool.ping', Object.create({ address: '192.0.2.1' }))).toEqual([
    'address: an IP address or a host name',
  ]);
  expect(given('if.list', { constructor: 'x' })).toEqual([': no such parameter: constructor']);
});

test('a rule is told beside an unknown name, and not where a value is wrong by itself', () => {
  const values = { address: '192.0.2.1', count: 21, interval: 999 };
  const rule = 'interval: at least 1000 ms for more than 20 packets';
  expect(given('tool.ping', { ...values, odd: 1 })).toEqual([': no such parameter: odd', rule]);
  expect(given('tool.ping', { ...values, size: 1 })).toEqual(['size: from 28 to 9000 bytes']);
});

test.each([
  ...[
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    '1:2::7:8',
    '::',
    '1::',
    '::1.2.3.4',
    '1:2:3:4:5:6:1.2.3.4',
  ],
])('%s is an IPv6 address', (address) => {
  expect(isTaken('tool.ping', { address, 'src-address': address })).toBe(true);
});

test.each([
  ...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '::1:2:3:4:5:6:7:8', ':1', '1:', '1:::2', '::1::'],
  ...['12345::', '::g', '1.2.3.4::', '::1.2.3.4:5', '::1.2.3.256', '1:2:3:4:5:6:7:1.2.3.4', '::1%ether1', '::1 '],
])('%j is none', (address) => {
  expect(isTaken('tool.ping', { address: '192.0.2.1', 'src-address': address })).toBe(false);
});

test('more than 20 packets go out no faster than one a second', () => {
  expect(given('tool.ping', { address: '192.0.2.1', count: 21, interval: 999 })).toEqual([
    'interval: at least 1000 ms for more than 20 packets',
  ]);
  expect(isTaken('tool.ping', { address: '192.0.2.1', count: 20, interval: 200 })).toBe(true);
  expect(isTaken('tool.ping', { address: '192.0.2.1', count: 21, interval: 1000 })).toBe(true);
  expect(isTaken('tool.ping', { address: '192.0.2.1', count: 300 })).toBe(true);
});

test('a traceroute takes at most five minutes even if nobody answers', () => {
  expect(isTaken('tool.traceroute', { address: '192.0.2.1', count: 30, 'max-hops': 30, timeout: 1000 })).toBe(false);
  expect(isTaken('tool.traceroute', { address: '192.0.2.1', count: 10, 'max-hops': 30, timeout: 1000 })).toBe(true);
});

test('a network belongs to the family that was chosen', () => {
  const wrong = ['dst-address: a network of the family that was chosen'];
  expect(given('ip.routes', { 'dst-address': '::/0' })).toEqual(wrong);
  expect(given('ip.routes', { 'dst-address': '10.0.0.0/8', family: '6' })).toEqual(wrong);
  expect(isTaken('ip.routes', { 'dst-address': '2001:db8::/32', family: '6' })).toBe(true);
});

test.each([
  '192.0.2.1',
  '255.255.255.255',
  '::1',
  '2001:db8::1',
  '::ffff:192.0.2.1',
  'a',
  'a.example',
  'xn--bcher-kva.example',
  '9.example',
])('%s can be pinged', (address) => {
  expect(isTaken('tool.ping', { address })).toBe(true);
});

test.each([
  '',
  ' 192.0.2.1',
  '192.0.2.1\n',
  '127.1',
  '192.0.2',
  '192.0.2.256',
  '192.0.2.01',
  '0x7f.0.0.1',
  '2130706433',
  '1:2',
  ':::',
  '2001:db8::1::2',
  'fe80::1%ether1',
  '[::1]',
  'a..example',
  'a.example.',
  '-a.example',
  'a_b.example',
  'bücher.example',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(127)}abc`,
  'a=b',
])('%j cannot', (address) => {
  expect(isTaken('tool.ping', { address })).toBe(false);
});

test.each(['10.0.0.0/8', '0.0.0.0/0', '192.0.2.1/32'])('%s is a network', (network) => {
  expect(isTaken('ip.routes', { 'dst-address': network })).toBe(true);
});

test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/-1', '::/129', '10.0.0.0/8/8', '/8'])(
  '%j is none',
  (network) => {
    expect(
      isTaken('ip.routes', { 'dst-address': network }) || isTaken('ip.routes', { 'dst-address': network, family: '6' }),
    ).toBe(false);
  },
);

test('an interface is named as the router shows it: no internal id, no space around it', () => {
  // A character is one, however many units of UTF-16 it takes.
  for (const name of ['ether1', 'sfp-sfpplus1', 'WAN Ost', 'ether1 (Büro)', '<pppoe-kunde>', '𝔘'.repeat(64)])
    expect(isTaken('tool.ping', { address: '192.0.2.1', interface: name })).toBe(true);
  for (const name of [
    '*1',
    ' ether1',
    'ether1 ',
    '\t',
    'a=b',
    'a\u0000',
    '\u202eether1',
    'a'.repeat(65),
    '𝔘'.repeat(65),
  ])
    expect(isTaken('tool.ping', { address: '192.0.2.1', interface: name })).toBe(false);
});
