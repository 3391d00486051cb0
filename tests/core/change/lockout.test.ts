import { describe, expect, test } from 'vitest';
import { type Done, filter, router, rows, told } from './lockout-router';

const first = (to: Done['to']): readonly Done[] => [{ menu: filter, before: 1, to: { chain: 'input', ...to } }];
const raw = (to: Done['to']): readonly Done[] => [{ menu: '/ip/firewall/raw', to: { chain: 'prerouting', ...to } }];
const nat = (to: Done['to']): readonly Done[] => [{ menu: '/ip/firewall/nat', to: { chain: 'dstnat', ...to } }];
const set = (menu: string, row: number, to: Done['to']): readonly Done[] => [{ menu, row, to }];
const from = 'Management arrives from 10.50.0.5 on ether1';

describe('what would cut our path is said in one sentence', () => {
  test.each<[sentence: string, done: readonly Done[]]>([
    [
      `${from}; rule 0 would drop it before rule 3 accepts it.`,
      first({ action: 'drop', protocol: 'tcp', 'connection-state': 'new' }),
    ],
    [
      `${from}; rule 0 would drop it before rule 3 accepts it.`,
      first({ action: 'drop', 'src-address': '10.50.0.0-10.50.0.9' }),
    ],
    [`${from}; rule 0 would reject it before rule 3 accepts it.`, first({ action: 'reject', protocol: '6' })],
    [
      `${from}; rule 0 would hold it before rule 3 accepts it.`,
      first({ action: 'tarpit', protocol: 'tcp', 'dst-port': '8000-9000' }),
    ],
    [
      `${from}; rule 0 would drop its established connection before rule 1 accepts it.`,
      first({ action: 'drop', 'connection-state': 'established' }),
    ],
    [`${from}; rule 0 of /ip/firewall/raw would drop it.`, raw({ action: 'drop', 'in-interface': '!ether2' })],
    [
      `${from}; rule 0 of /ip/firewall/nat would lead it away.`,
      nat({ action: 'dst-nat', protocol: 'tcp', 'dst-port': '8729', 'to-addresses': '10.8.0.9' }),
    ],
    [`${from}; nothing would accept it any more before rule 2 drops it.`, set(filter, 3, null)],
    [`${from}; rule 2 would no longer accept it, and rule 3 drops it.`, set(filter, 3, { disabled: 'true' })],
    [
      `${from}; rule 2 (10.50.0.5 would not be in its list noc) would no longer accept it, and rule 3 drops it.`,
      set('/ip/firewall/address-list', 1, null),
    ],
    [
      'Answers to 10.50.0.5 leave on ether1; rule 4 would drop them.',
      [{ menu: filter, to: { chain: 'output', action: 'drop', 'src-port': '8729', protocol: 'tcp' } }],
    ],
    ['Management uses the service api-ssl, which would be disabled.', set('/ip/service', 2, { disabled: 'true' })],
    [
      'Management uses the service api-ssl, which would listen on port 8730 and no longer on 8729.',
      set('/ip/service', 2, { port: '8730' }),
    ],
    [
      'Management arrives from 10.50.0.5, and the service api-ssl would only speak to 10.99.0.0/24.',
      set('/ip/service', 2, { address: '10.99.0.0/24' }),
    ],
    ['Management speaks to 10.99.0.2, which would be on no interface any more.', set('/ip/address', 1, null)],
    ['Management speaks to 10.99.0.2, which would be disabled.', set('/ip/address', 1, { disabled: 'true' })],
    ['Management arrives on ether1, which would be disabled.', set('/interface', 1, { disabled: 'true' })],
    [
      'Answers to 10.50.0.5 would end in the blackhole route to 10.50.0.0/16.',
      [{ menu: '/ip/route', to: { 'dst-address': '10.50.0.0/16', blackhole: 'true' } }],
    ],
    [
      'Answers to 10.50.0.5 would leave by 10.8.0.7 on ether2 and no longer by 10.99.0.1 on ether1, and management arrives on ether1.',
      [{ menu: '/ip/route', to: { 'dst-address': '10.50.0.0/16', gateway: '10.8.0.7' } }],
    ],
    [
      'No route would lead back to 10.50.0.5 any more.',
      [...set('/ip/route', 2, { disabled: 'true' }), ...set('/ip/route', 1, { gateway: '10.77.0.1' })],
    ],
  ])('%s', (sentence, done) => {
    expect(told(router(), done)).toEqual({ sentence, step: done.length - 1, warnings: [], touches: true });
  });

  test('rules that were there, numbered as RouterOS prints them, as in the design', () => {
    const open = { chain: 'input', action: 'passthrough' };
    const seven = router({
      [filter]: [
        ...Array(7).fill(open),
        { ...open, action: 'drop', disabled: 'true' },
        open,
        { ...open, action: 'accept' },
      ],
    });
    expect(told(seven, set(filter, 8, { disabled: 'false' })).sentence).toBe(
      `${from}; rule 7 would drop it before rule 9 accepts it.`,
    );
  });

  test('a redirect that management comes by is part of the path', () => {
    const redirect = { chain: 'dstnat', action: 'redirect', protocol: 'tcp', 'dst-port': '18729', 'to-ports': '8729' };
    const state = router({ '/ip/firewall/nat': [redirect] });
    expect(told(state, set('/ip/firewall/nat', 1, null), { port: 18729 }).sentence).toBeNull();
    const moved = router({
      '/ip/firewall/nat': [redirect],
      [filter]: [
        { chain: 'input', action: 'drop', protocol: 'tcp', 'dst-port': '8729', 'connection-nat-state': '!dstnat' },
      ],
    });
    expect(told(moved, set('/ip/firewall/nat', 1, null), { port: 18729 }).sentence).toBe(
      `${from} for port 18729; nothing would lead it to the service any more, as rule 0 of /ip/firewall/nat does now.`,
    );
  });

  test('it is cut on the way when what is dropped first is let in only by the next step', () => {
    const closing: Done = { menu: filter, before: 1, to: { chain: 'input', action: 'drop' } };
    const opening: Done = {
      menu: filter,
      before: 1,
      to: { chain: 'input', action: 'accept', 'src-address': '10.50.0.5' },
    };
    expect(told(router(), [opening, closing])).toMatchObject({ sentence: null, touches: true });
    // The second stands behind the first: each is placed before the rule that was first.
    expect(told(router(), [closing, opening])).toMatchObject({
      step: 0,
      sentence: expect.stringContaining('rule 0 would drop its established connection'),
    });
  });
});

const bridged = {
  ...rows,
  '/interface': [
    { name: 'bridge', type: 'bridge' },
    { name: 'ether1', type: 'ether' },
    { name: 'ether2', type: 'ether' },
    { name: 'vlan10', type: 'vlan' },
  ],
  '/interface/bridge': [{ name: 'bridge', 'vlan-filtering': 'true', pvid: '1' }],
  '/interface/bridge/port': [
    { bridge: 'bridge', interface: 'ether1', pvid: '1' },
    { bridge: 'bridge', interface: 'ether2', pvid: '1' },
  ],
  '/interface/bridge/vlan': [{ bridge: 'bridge', 'vlan-ids': '5,10-12', tagged: 'bridge,ether1', untagged: '' }],
  '/interface/vlan': [{ name: 'vlan10', 'vlan-id': '10', interface: 'bridge' }],
  '/ip/address': [{ address: '10.99.0.2/24', network: '10.99.0.0', interface: 'vlan10' }],
  '/ip/arp': [{ address: '10.99.0.1', 'mac-address': '02:00:00:00:00:01', interface: 'vlan10' }],
  '/interface/bridge/host': [{ 'mac-address': '02:00:00:00:00:01', bridge: 'bridge', 'on-interface': 'ether1' }],
};

describe('behind a VLAN of a bridge', () => {
  test.each<[sentence: string | null, done: readonly Done[]]>([
    ['Management arrives on vlan10, which would be removed.', set('/interface/vlan', 1, null)],
    [
      'Management arrives on vlan10, which would be VLAN 20 of bridge and no longer VLAN 10 of bridge.',
      set('/interface/vlan', 1, { 'vlan-id': '20' }),
    ],
    [
      'Management arrives on vlan10, whose interface bridge would be disabled.',
      set('/interface', 1, { disabled: 'true' }),
    ],
    ['Management arrives on vlan10 by ether1, which would be disabled.', set('/interface', 2, { disabled: 'true' })],
    [
      'Management arrives on vlan10 by ether1, which would be no port of bridge any more.',
      set('/interface/bridge/port', 1, null),
    ],
    [
      'Management arrives on vlan10 by ether1, which would be disabled as a port of bridge.',
      set('/interface/bridge/port', 1, { disabled: 'true' }),
    ],
    [
      'Management arrives on vlan10 by ether1 in VLAN 10, which bridge would no longer carry.',
      set('/interface/bridge/vlan', 1, { tagged: 'ether1' }),
    ],
    [null, set('/interface/bridge/port', 2, null)],
    [null, set('/interface/bridge/port', 1, { pvid: '5' })],
    [null, set('/interface/bridge/vlan', 1, { 'vlan-ids': '10' })],
    [null, set('/interface/vlan', 1, { name: 'management' })],
  ])('%s', (sentence, done) => {
    expect(told(router(bridged), done)).toMatchObject({ sentence, warnings: [] });
  });

  test('by which port is not known: it may be any', () => {
    const state = router({ ...bridged, '/ip/arp': [] });
    expect(told(state, set('/interface/bridge/port', 2, null))).toEqual({
      ...{ sentence: null, step: null, touches: true },
      warnings: [
        'Management arrives on bridge, by which of its ports is not known: ether2 would carry nothing any more.',
      ],
    });
  });
});

describe('what leaves us in', () => {
  test.each<[string, readonly Done[]]>([
    ['another source', first({ action: 'drop', 'src-address': '10.51.0.0/16' })],
    ['another port', first({ action: 'drop', protocol: 'tcp', 'dst-port': '22,8730-9000' })],
    ['a protocol without ports', first({ action: 'drop', protocol: 'icmp', time: '1h-2h,mon' })],
    ['a list without us', first({ action: 'drop', 'src-address-list': 'blocked' })],
    ['a rule that is switched off', first({ action: 'drop', disabled: 'true' })],
    ['a rule behind the one that accepts', [{ menu: filter, before: 4, to: { chain: 'input', action: 'drop' } }]],
    ['a dstnat of another address', nat({ action: 'dst-nat', 'dst-address': '10.8.0.2', 'to-addresses': '10.8.0.9' })],
    ['another service', set('/ip/service', 1, { disabled: 'true' })],
    ['another address', set('/ip/address', 2, null)],
    ['another interface', set('/interface', 3, { disabled: 'true' })],
    ['a route to others', [{ menu: '/ip/route', to: { 'dst-address': '10.60.0.0/16', blackhole: 'true' } }]],
    ['a worse route', [{ menu: '/ip/route', to: { 'dst-address': '0.0.0.0/0', gateway: '10.8.0.7', distance: '5' } }]],
    ['what is no part of a path', [{ menu: '/ip/dns', to: { servers: '9.9.9.9' } }]],
  ])('%s touches nothing of ours', (_, done) => {
    expect(told(router(), done)).toEqual({ sentence: null, step: null, warnings: [], touches: false });
  });

  test('a rule that accepts us instead decides, and so takes two people', () => {
    expect(told(router(), first({ action: 'accept', 'src-address': '10.50.0.5' }))).toEqual({
      ...{ sentence: null, step: null, warnings: [], touches: true },
    });
  });
});
