import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import { listenTo } from '../listen';
import type { Menus } from '../machine';
import { printOf, rowOf, rowsOf } from '../print';
import { between } from '../random';
import { mac } from '../readers';
import { runningAfter } from '../running';
import type { Item } from '../table';
import { monitorEthernet } from '../tools/monitor-ethernet';
import { monitorTraffic } from '../tools/monitor-traffic';

const path = '/interface';

const ethernetErrors = [
  ...['rx-fcs-error', 'rx-align-error', 'rx-overflow', 'rx-pause', 'rx-too-long', 'rx-too-short', 'rx-fragment'],
  ...['tx-pause', 'tx-collision', 'tx-late-collision', 'tx-excessive-collision', 'tx-underrun'],
];

/** What only ports have: their wire, and with `=stats=` what went wrong on it. */
function ethernetRow(item: Item, row: Fields, seed: number): Fields {
  const { '.id': id = '', name = '', 'default-name': usual = name, mtu = '1500', l2mtu = '1514' } = row;
  const errors = Object.fromEntries(
    ethernetErrors.map((error, index) => [error, String(index < 2 ? between(0, 3, seed, item.id, error) : 0)]),
  );
  return {
    ...{ '.id': id, name, 'default-name': usual, mtu, l2mtu, 'mac-address': row['mac-address'] ?? '' },
    ...{ 'orig-mac-address': row['mac-address'] ?? '', arp: 'enabled', 'loop-protect': 'default' },
    ...{
      'auto-negotiation': 'true',
      'tx-flow-control': 'off',
      'rx-flow-control': 'off',
      bandwidth: 'unlimited/unlimited',
    },
    ...errors,
    ...{ 'rx-bytes': row['rx-byte'] ?? '0', 'tx-bytes': row['tx-byte'] ?? '0' },
    ...{ running: row.running ?? 'false', disabled: row.disabled ?? 'false' },
    ...(row.comment === undefined ? {} : { comment: row.comment }),
  };
}

const interfaces: Editable = {
  path,
  settable: { name: 'text', disabled: 'flag', comment: 'text', mtu: 'number', l2mtu: 'number' },
  consequences: ({ disabled, mtu }, item) => ({
    ...(disabled === undefined ? {} : { running: runningAfter(item, disabled) }),
    ...(mtu === undefined ? {} : { 'actual-mtu': mtu }),
  }),
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? `already have interface with name ${name}` : null,
};

const ports: Editable = {
  ...interfaces,
  settable: { ...interfaces.settable, 'mac-address': mac },
  has: ({ type }) => type === 'ether',
};

export const interfaceMenus: Menus = {
  [path]: {
    operations: {
      print: printOf({ rows: rowsOf(path) }),
      listen: listenTo(path),
      ...editing(interfaces),
      'monitor-traffic': monitorTraffic,
    },
  },
  '/interface/ethernet': {
    operations: {
      print: printOf({
        rows: (machine) =>
          machine.state
            .table(path)
            .items.filter(({ fields }) => fields.type === 'ether')
            .map((item) => ethernetRow(item, rowOf(item, machine), machine.seed)),
        stats: [...ethernetErrors, 'rx-bytes', 'tx-bytes'],
      }),
      ...editing(ports),
      monitor: monitorEthernet,
    },
  },
};
