import type { Recording, Unsaid } from './recording';

const everywhere = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;
const seven = ['7.12.1', '7.18.2', '7.24'] as const;
const six = ['6.49.18'] as const;

const placed = '.id,address,interface,actual-interface,vrf,slave,invalid,dynamic';
const fields4 = `=.proplist=${placed},network,broadcast,disabled,comment`;
const fields6 = `=.proplist=${placed},from-pool,advertise,eui-64,no-dad,global,link-local,deprecated,preferred,valid,disabled,comment`;
const arpFields =
  '=.proplist=.id,address,mac-address,interface,status,vrf,published,invalid,DHCP,dhcp,dynamic,disabled,complete,comment';
const arp6Fields = '=.proplist=.id,address,mac-address,interface,status,vrf,router,dynamic,disabled,comment';
const mac = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;
const ip = /^\d+\.\d+\.\d+\.\d+$/;

export const ofAddress: readonly Recording[] = [
  {
    action: 'ip.addresses',
    on: everywhere,
    values: {},
    says: [
      {
        words: ['/ip/address/print', fields4],
        answer: {
          rows: 'some',
          each: { address: /^[\d.]+\/\d+$/, network: ip, 'actual-interface': /./, invalid: 'false', dynamic: 'false' },
          one: { address: '10.99.0.2/24', network: '10.99.0.0', interface: 'bridge-tower', comment: 'management' },
        },
      },
    ],
  },
  {
    action: 'ip.addresses',
    on: everywhere,
    values: { family: '6', interface: 'bridge-tower' },
    says: [
      {
        words: ['/ipv6/address/print', '?interface=bridge-tower', fields6],
        answer: {
          rows: 'some',
          each: { interface: 'bridge-tower', advertise: /^(true|false)$/, 'eui-64': 'false' },
          one: { address: /^fe80::[0-9a-f:]+\/64$/, 'link-local': 'true', dynamic: 'true' },
        },
      },
    ],
  },
  {
    action: 'ip.arp',
    on: seven,
    values: { limit: 1000 },
    says: [
      {
        words: ['/ip/arp/print', arpFields],
        answer: {
          rows: 'some',
          each: { address: ip, interface: 'bridge-tower', status: /^(reachable|stale|failed)$/, DHCP: null, dhcp: /./ },
          one: { address: '10.99.0.1', 'mac-address': mac, complete: 'true' },
        },
      },
    ],
  },
  {
    action: 'ip.arp',
    on: six,
    values: { address: '10.99.0.1', interface: 'bridge-tower' },
    says: [
      {
        words: ['/ip/arp/print', '?address=10.99.0.1', '?interface=bridge-tower', arpFields],
        answer: { rows: 1, each: { 'mac-address': mac, DHCP: 'false', dhcp: null, status: null, complete: 'true' } },
      },
    ],
  },
  {
    action: 'ip.arp',
    on: everywhere,
    values: { family: '6' },
    says: [
      {
        words: ['/ipv6/neighbor/print', arp6Fields],
        answer: { rows: 'some', each: { address: /^fe80::/, 'mac-address': mac, interface: 'bridge-tower' } },
      },
    ],
  },
  {
    action: 'ip.address.add',
    on: everywhere,
    values: { address: '10.77.0.1/24', interface: 'ether5', comment: 'lab' },
    says: [
      {
        words: ['/ip/address/add', '=address=10.77.0.1/24', '=interface=ether5', '=comment=lab'],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/address/print', '?address=10.77.0.1/24'],
      answer: {
        rows: 1,
        each: { network: '10.77.0.0', interface: 'ether5', dynamic: 'false', disabled: 'false', comment: 'lab' },
      },
    },
  },
  {
    action: 'ip.address.add',
    on: everywhere,
    values: { address: '10.99.0.2/24', interface: 'bridge-tower' },
    says: [
      {
        words: ['/ip/address/add', '=address=10.99.0.2/24', '=interface=bridge-tower'],
        answer: { trap: 'failure: already have such address' },
      },
    ],
  },
  {
    action: 'ip.address.add',
    on: everywhere,
    values: { family: '6', address: '2001:db8:77::1/64', interface: 'ether5' },
    says: [
      {
        words: ['/ipv6/address/add', '=address=2001:db8:77::1/64', '=interface=ether5', '=advertise=no'],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ipv6/address/print', '?address=2001:db8:77::1/64'],
      answer: { rows: 1, each: { interface: 'ether5', advertise: 'false', global: 'true', 'link-local': 'false' } },
    },
  },
];

export const unsaidOfAddress: readonly Unsaid[] = [
  {
    action: 'ip.addresses',
    on: six,
    lacks: ['ipv6'],
    values: { family: '6' },
    because: 'IP addresses: the ipv6 package of this RouterOS 6 is not enabled.',
  },
  {
    action: 'ip.arp',
    on: six,
    lacks: ['ipv6'],
    values: { family: '6' },
    because: 'ARP table: the ipv6 package of this RouterOS 6 is not enabled.',
  },
];
