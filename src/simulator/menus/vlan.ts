import { interfacesOf, needed, wholeOf } from '../argument';
import type { Fields } from '../command';
import type { Call, Machine, Menus } from '../machine';
import { printOf } from '../print';
import { macOf } from '../random';
import type { Item } from '../table';
import { failure, missing, noSuchItem } from '../trap';
import { writtenId } from '../written';

const [path, all] = ['/interface/vlan', '/interface'] as const;

/** A VLAN is a row of `/interface` too, with the same number; here stands what only VLANs have. */
function vlans({ state }: Machine): Fields[] {
  const interfaces = state.table(all);
  return state.table(path).items.flatMap(({ id, fields }) => {
    const item = interfaces.find(writtenId(id));
    if (item === null) return [];
    const { name = '', mtu = '1500', l2mtu = '1510', running = 'false', disabled = 'false', comment } = item.fields;
    return [
      {
        ...{ '.id': writtenId(id), name, mtu, l2mtu, 'mac-address': item.fields['mac-address'] ?? '', arp: 'enabled' },
        ...{ 'loop-protect': 'default', ...fields, running, disabled },
        ...(comment === undefined ? {} : { comment }),
      },
    ];
  });
}

function add(call: Call): Fields {
  const { machine, attributes, account } = call;
  const { state, seed } = machine;
  const absent = ['vlan-id', 'interface'].filter((name) => (attributes.get(name) ?? '') === '');
  if (absent.length > 0) throw missing(...absent);
  const tag = String(wholeOf(call, 'vlan-id', [1, 4095]) ?? 1);
  const mtu = String(wholeOf(call, 'mtu', [68, 65_535]) ?? 1500);
  const [parent = ''] = interfacesOf(call, 'interface');
  const interfaces = state.table(all);
  const name = attributes.get('name') || freeName(interfaces.items);
  if (interfaces.find(name) !== null) throw failure('already have interface with such name');
  const mac = interfaces.find(parent)?.fields['mac-address'] ?? macOf(seed, name);
  const { id } = interfaces.add({
    ...{ name, type: 'vlan', mtu, 'actual-mtu': mtu, l2mtu: '1510', 'mac-address': mac, 'link-downs': '0' },
    ...{ running: interfaces.find(parent)?.fields.running ?? 'false', disabled: 'false' },
    ...(attributes.has('comment') ? { comment: attributes.get('comment') ?? '' } : {}),
  });
  state.table(path).add({ 'vlan-id': tag, interface: parent, 'use-service-tag': 'false' }, { id });
  state.log('system,info', `device added by api:${account.name}`);
  return { ret: writtenId(id) };
}

/** What RouterOS calls one that nobody has named. */
function freeName(items: readonly Item[]): string {
  const taken = new Set(items.map(({ fields }) => fields.name));
  for (let number = 1; ; number++) if (!taken.has(`vlan${number}`)) return `vlan${number}`;
}

function remove(call: Call): null {
  const { machine, attributes, account } = call;
  const [interfaces, own] = [machine.state.table(all), machine.state.table(path)];
  const given = attributes.has('.id') ? needed(call, '.id') : needed(call, 'numbers');
  const found = given.split(',').map((reference) => {
    const item = interfaces.find(reference);
    const vlan = item === null ? null : own.find(writtenId(item.id));
    if (item === null || vlan === null) throw noSuchItem();
    return { item, vlan };
  });
  for (const { item, vlan } of found) {
    own.remove(vlan);
    interfaces.remove(item);
    machine.state.log('system,info', `device removed by api:${account.name}`);
  }
  return null;
}

export const vlanMenus: Menus = {
  [path]: {
    operations: {
      print: printOf({ rows: vlans }),
      add: {
        policy: 'write',
        parameters: ['name', 'vlan-id', 'interface', 'mtu', 'comment', 'disabled', 'use-service-tag', 'arp'],
        run: add,
      },
      remove: { policy: 'write', parameters: ['numbers', '.id'], run: remove },
    },
  },
};
