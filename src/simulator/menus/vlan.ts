import type { Fields } from '../command';
import { building, type InterfaceKind, shownOf } from '../interface-kind';
import type { Machine, Menus } from '../machine';
import { printOf } from '../print';
import { macOf } from '../random';
import { numberFrom, time } from '../readers';
import { writtenFlag } from '../written';

const path = '/interface/vlan';

const parentOf = ({ state }: Machine, { interface: parent = '' }: Fields): Fields =>
  state.table('/interface').find(parent)?.fields ?? {};

const kind: InterfaceKind = {
  ...{ path, type: 'vlan', prefix: 'vlan', required: ['vlan-id', 'interface'], hasMtu: true },
  own: {
    ...{ 'vlan-id': numberFrom(1, 4095), interface: 'interface', 'use-service-tag': 'flag', mvrp: 'flag' },
    ...{ arp: ['disabled', 'enabled', 'proxy-arp', 'reply-only', 'local-proxy-arp'], 'arp-timeout': 'text' },
    ...{ 'loop-protect': ['default', 'off', 'on'], 'loop-protect-send-interval': time },
    'loop-protect-disable-time': time,
  },
  only: { mvrp: (version) => version.isFrom(7, 16) },
  completed: (fields) => ({ ...fields, 'use-service-tag': fields['use-service-tag'] ?? 'false' }),
  built: (row, machine) => ({
    ...{ l2mtu: '1510', 'mac-address': parentOf(machine, row)['mac-address'] ?? macOf(machine.seed, row.name ?? '') },
    running: writtenFlag(parentOf(machine, row).running === 'true'),
  }),
};

/** A VLAN is a row of `/interface` too, with the same number; here stands what only VLANs have. */
const vlans = (machine: Machine): Fields[] =>
  machine.state.table(path).items.map((own) => {
    const { l2mtu = '1510', 'mac-address': mac = '' } =
      machine.state.table('/interface').find(own.fields.name ?? '')?.fields ?? {};
    const { '.id': id = '', name = '', mtu = '', ...rest } = shownOf(machine, own, kind);
    return {
      ...{ '.id': id, name, mtu, l2mtu, 'mac-address': mac, arp: 'enabled', 'loop-protect': 'default' },
      ...rest,
    };
  });

export const vlanMenus: Menus = { [path]: { operations: { print: printOf({ rows: vlans }), ...building(kind) } } };
