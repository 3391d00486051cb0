import type { Recording } from './recording';

const packet = {
  seq: /^\d+$/,
  host: '10.99.0.1',
  size: '56',
  ttl: /^\d+$/,
  sent: /^\d+$/,
  received: /^\d+$/,
  'packet-loss': '0',
};

const wayThere = ['=address=1.1.1.1', '=count=1', '=max-hops=20', '=timeout=200ms', '=protocol=icmp', '=use-dns=no'];
/** The whole table in every round; a hop that says nothing has an empty address and a `timeout`. */
const hop = { '.section': /^\d+$/, address: /^[\d.]*$/, loss: /^\d+$/, sent: /^\d+$/, last: /^(\d+(\.\d+)?|timeout)$/ };

export const ofTool: readonly Recording[] = [
  {
    action: 'tool.ping',
    on: ['7.12.1', '7.18.2', '7.24'],
    values: { address: '10.99.0.1', count: 2, interval: 200 },
    says: [
      {
        words: ['/tool/ping', '=address=10.99.0.1', '=count=2', '=size=56', '=interval=200ms'],
        answer: { rows: 2, each: { ...packet, time: /^(\d+ms)?(\d+us)?$/ } },
      },
    ],
  },
  {
    action: 'tool.ping',
    on: ['6.49.18'],
    values: { address: '10.99.0.1', count: 2, interval: 200 },
    says: [
      {
        words: ['/ping', '=address=10.99.0.1', '=count=2', '=size=56', '=interval=200ms'],
        answer: { rows: 2, each: { ...packet, time: /^\d+ms$/ } },
      },
    ],
  },
  {
    action: 'tool.traceroute',
    on: ['7.12.1', '7.18.2', '7.24'],
    values: { address: '1.1.1.1', count: 1, timeout: 200, vrf: 'main' },
    says: [
      {
        words: ['/tool/traceroute', ...wayThere, '=vrf=main'],
        answer: { rows: 'some', each: hop, one: { address: '1.1.1.1', last: /^\d+(\.\d+)?$/, loss: '0' } },
      },
    ],
  },
  {
    action: 'tool.traceroute',
    on: ['6.49.18'],
    values: { address: '1.1.1.1', count: 1, timeout: 200, vrf: 'main' },
    says: [
      {
        words: ['/tool/traceroute', ...wayThere, '=routing-table=main'],
        answer: { rows: 'some', each: hop, one: { address: '1.1.1.1', last: /^\d+(\.\d+)?$/, loss: '0' } },
      },
    ],
  },
  {
    action: 'tool.bwtest',
    on: ['6.49.18', '7.12.1', '7.18.2', '7.24'],
    // One that device-mode allows it.
    model: 'CCR2004',
    role: 'core',
    values: {
      ...{ peer: '0192f0c1-2d3e-4f50-8a6b-7c8d9e0f1a2b', confirmation: 'fill the line', duration: 2000 },
      ...{ 'local-tx-speed': 2_000_000, 'remote-tx-speed': 1_000_000 },
    },
    peer: { address: '10.99.0.1', user: 'routeward-test', password: 'tests = the line' },
    says: [
      {
        words: [
          ...['/tool/bandwidth-test', '=address=10.99.0.1', '=user=routeward-test', '=password=tests = the line'],
          ...['=protocol=tcp', '=direction=receive', '=duration=2s', '=local-tx-speed=2000000'],
          ...['=remote-tx-speed=1000000', '=connection-count=1'],
        ],
        answer: {
          rows: 3,
          each: { status: /^(connecting|running|done testing)$/, direction: 'receive' },
          one: { status: 'done testing', 'rx-current': /^\d+$/, 'rx-total-average': /^\d+$/, 'tx-current': '0' },
        },
      },
    ],
  },
];
