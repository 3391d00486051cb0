import type { Row } from './second-queries';

export type Menus = Readonly<Record<string, readonly Row[]>>;

export const flags = { disabled: 'false', dynamic: 'false' };

const counts: Row = {
  'link-downs': '2',
  // More than 2^53.
  'rx-byte': '18014398509481985',
  'tx-byte': '9223372036854775807',
  'rx-packet': '40',
  'tx-packet': '30',
  'rx-error': '0',
  'tx-error': '0',
  'rx-drop': '0',
  'tx-drop': '0',
  'tx-queue-drop': '0',
  'fp-rx-byte': '1',
  'fp-tx-byte': '1',
};

const sizes: Row = { mtu: '1500', 'actual-mtu': '1500', l2mtu: '1584', 'max-l2mtu': '9578' };

/** With a date in the notation of the dialect. */
export const interfaces = (date: string): readonly Row[] => [
  {
    '.id': '*1',
    name: 'ether1',
    'default-name': 'ether1',
    type: 'ether',
    ...sizes,
    'mac-address': '48:8F:5A:10:20:01',
    'last-link-up-time': date,
    ...counts,
    running: 'true',
    disabled: 'false',
    comment: 'Uplink, 3-й подъезд',
  },
  {
    '.id': '*2',
    name: 'bridge1',
    type: 'bridge',
    ...sizes,
    'mac-address': '48:8F:5A:10:20:02',
    ...counts,
    running: 'true',
    disabled: 'false',
  },
  {
    '.id': '*1A',
    name: 'vlan20',
    type: 'vlan',
    ...sizes,
    'mac-address': '48:8F:5A:10:20:02',
    ...counts,
    running: 'false',
    disabled: 'true',
  },
  {
    '.id': '*F00031',
    name: '<pppoe-anna>',
    type: 'pppoe-in',
    mtu: '1480',
    'actual-mtu': '1480',
    ...counts,
    running: 'true',
    dynamic: 'true',
    disabled: 'false',
  },
];

export const address: Row = { '.id': '*1', address: '10.20.1.1/24', network: '10.20.1.0', interface: 'ether1' };
export const resource: Row = {
  uptime: '3w2d4h5m6s',
  'free-memory': '3758096384',
  'total-memory': '4294967296',
  'cpu-count': '4',
  'cpu-load': '3',
  'free-hdd-space': '90000000',
  'total-hdd-space': '134217728',
  'write-sect-since-reboot': '1234',
  'write-sect-total': '567890',
  platform: 'MikroTik',
};
