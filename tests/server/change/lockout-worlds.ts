import type { Fields } from '@/core/change/step';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import type { Item } from '@/simulator/table';

/* Routers that are managed in different ways: from near and from afar, through chains, lists, interface lists and VLANs. */

export interface World {
  readonly name: string;
  readonly options: Pick<RouterOptions, 'version' | 'model' | 'seed' | 'transport' | 'character'>;
  /** From where management comes, to which address and port, and on which interface. */
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly service: 'api' | 'api-ssl';
  readonly on: string;
  /** What a person has set up there. */
  readonly furnish: (router: SimulatedRouter) => void;
}

const filter = '/ip/firewall/filter';
export const rowsOf = (router: SimulatedRouter, menu: string): readonly Item[] => router.state.table(menu).items;
export const rowWith = (router: SimulatedRouter, menu: string, is: Fields): Item | undefined =>
  rowsOf(router, menu).find(({ fields }) => Object.entries(is).every(([name, text]) => fields[name] === text));

const add = (router: SimulatedRouter, menu: string, fields: Fields): Item =>
  router.state.table(menu).add({ disabled: 'false', dynamic: 'false', ...fields });

/** Puts a rule in front of all that a person made. */
function first(router: SimulatedRouter, fields: Fields): void {
  const item = add(router, filter, fields);
  const { items } = router.state.table(filter);
  items.pop();
  const at = items.findIndex((one) => one.fields.dynamic !== 'true');
  items.splice(at === -1 ? items.length : at, 0, item);
}

const input = { chain: 'input' } as const;

/** What every one of them has, and nothing of it decides. */
function furnished(router: SimulatedRouter, { from }: Pick<World, 'from'>): void {
  add(router, filter, { chain: 'blocked', action: 'drop', 'src-address': from, comment: 'nobody jumps here' });
  add(router, filter, { chain: 'harmless', action: 'return', comment: 'nothing happens here' });
  first(router, { ...input, action: 'drop', 'src-address': from, disabled: 'true', comment: 'switched off' });
  first(router, { ...input, action: 'drop', 'src-address-list': 'pests', comment: 'pests' });
  first(router, { ...input, action: 'log', comment: 'is written down' });
  for (const [list, address] of [
    ['others', '198.51.100.0/24'],
    ['pests', '198.51.100.7'],
    ['mine', from],
  ] as const)
    add(router, '/ip/firewall/address-list', { list, address });
  add(router, '/ip/address', {
    ...{ address: '172.31.9.1/24', network: '172.31.9.0', interface: 'ether5', 'actual-interface': 'ether5' },
    ...{ invalid: 'false', comment: 'another' },
  });
  add(router, '/ip/route', {
    ...{ 'dst-address': '172.31.9.0/24', gateway: 'ether5', 'immediate-gw': 'ether5', distance: '0' },
    ...{ 'routing-table': 'main', connect: 'true', dynamic: 'true', active: 'true' },
  });
}

const management = (router: SimulatedRouter): Item => {
  const found = rowWith(router, filter, { comment: 'management' });
  if (found === undefined) throw new Error('nobody lets management in');
  return found;
};

const replace = (router: SimulatedRouter, fields: Fields): void => {
  const table = router.state.table(filter);
  const item = management(router);
  item.fields = { ...input, disabled: 'false', dynamic: 'false', comment: 'management', ...fields };
  table.add({ ...input, action: 'drop', disabled: 'false', dynamic: 'false', comment: 'all the rest' });
};

type Furnishing = (router: SimulatedRouter, world: Pick<World, 'from' | 'on' | 'port'>) => void;

const furnishings: Readonly<Record<string, Furnishing>> = {
  plain: () => undefined,
  chains: (router, { from, port }) => {
    replace(router, { action: 'jump', 'jump-target': 'managers' });
    add(router, filter, { chain: 'managers', action: 'return', 'src-address': '198.51.100.0/24' });
    add(router, filter, {
      ...{ chain: 'managers', action: 'accept', protocol: 'tcp', 'src-address': from, 'dst-port': `22,${port}` },
      comment: 'they are let in',
    });
  },
  lists: (router, { from }) => {
    replace(router, { action: 'accept', 'src-address-list': 'management' });
    add(router, '/ip/firewall/address-list', { list: 'management', address: from, comment: 'noc' });
    add(router, '/ip/firewall/address-list', { list: 'management', address: '198.51.100.9', comment: 'another noc' });
  },
  interfaces: (router, { on }) => {
    replace(router, { action: 'accept', 'in-interface-list': 'INSIDE' });
    add(router, '/interface/list', { name: 'INSIDE', include: '', exclude: '' });
    add(router, '/interface/list/member', { list: 'INSIDE', interface: on, comment: 'ours' });
    add(router, '/interface/list/member', { list: 'INSIDE', interface: 'ether4', comment: 'theirs' });
  },
};

const roles = ['gateway', 'core', 'switch', 'vpn', 'ap', 'hotspot', 'pppoe', 'backhaul'] as const;
const versions = ['7.18.2', '7.20.8', '7.24'] as const;
const withoutBridge: readonly string[] = ['core', 'pppoe'];
const main: Readonly<Record<string, string>> = { gateway: 'bridge-tower', core: 'ether1', pppoe: 'ether1' };

/** The world of a seed: each differs from the others in most of what there is. */
export function worldOf(seed: number): World {
  const role = roles[seed % roles.length] ?? 'gateway';
  const how = Object.keys(furnishings)[Math.floor(seed / 2) % 4] ?? 'plain';
  const isFar = seed % 4 === 1;
  const isTls = seed % 5 === 4;
  const to = `10.20.${seed % 50}.2`;
  const gateway = `10.20.${seed % 50}.1`;
  const from = isFar ? `10.60.0.${10 + (seed % 90)}` : gateway;
  // Behind a VLAN of the first port, or of the bridge.
  const isTagged = seed % 3 === 2 && role !== 'pppoe' && role !== 'vpn';
  const on = isTagged ? 'vlan10' : (main[role] ?? 'bridge');
  const about = { from, to, on, port: isTls ? '8729' : '8728', service: isTls ? 'api-ssl' : 'api' } as const;
  return {
    ...{ name: `${role} ${how}${isFar ? ' from afar' : ''}${isTagged ? ' by VLAN' : ''}`, ...about },
    options: {
      ...{ seed, model: 'RB5009', version: versions[seed % versions.length] ?? '7.24' },
      transport: isTls ? 'tls' : 'plain',
      character: { role, address: to, gateway, from, ...(isTagged ? { home: 'vlan10' } : {}) },
    },
    furnish: (router) => {
      furnished(router, about);
      furnishings[how]?.(router, about);
      if (isTagged && !withoutBridge.includes(role)) tag(router);
    },
  };
}

/** A bridge that keeps VLAN 10 apart, and lets it in by its first port. */
function tag(router: SimulatedRouter): void {
  const [bridge] = rowsOf(router, '/interface/bridge');
  const name = bridge?.fields.name ?? '';
  if (bridge === undefined) return;
  bridge.fields = { ...bridge.fields, 'vlan-filtering': 'true' };
  const known = rowsOf(router, '/interface/bridge/vlan').find(({ fields }) => fields['vlan-ids'] === '10');
  const is = { bridge: name, 'vlan-ids': '10', tagged: `${name},ether1`, untagged: '' };
  if (known === undefined) add(router, '/interface/bridge/vlan', is);
  else known.fields = { ...known.fields, ...is };
}
