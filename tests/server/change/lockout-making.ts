import type { Fields } from '@/core/change/step';
import type { SimulatedRouter } from '@/simulator/router';
import type { Item } from '@/simulator/table';
import { rowWith, type World } from './lockout-worlds';

/* How people change a router: what it takes to say it, and the rules that catch them or do not. */

export interface Deed {
  readonly menu: string;
  readonly verb: 'add' | 'set' | 'remove';
  /** The row that is set or removed. */
  readonly row?: Item;
  readonly fields?: Fields;
  /** In front of all that a person made; else behind. */
  readonly isFirst?: true;
}

/** Null: there is nothing like that on this router. */
export type Make = (router: SimulatedRouter, world: World) => readonly (Deed | null)[] | null;

export const tables = { filter: '/ip/firewall/filter', raw: '/ip/firewall/raw', nat: '/ip/firewall/nat' } as const;

export const rule =
  (table: keyof typeof tables, chain: string, action: string, asks: (world: World) => Fields): Make =>
  (_, world) => [{ menu: tables[table], verb: 'add', isFirst: true, fields: { chain, action, ...asks(world) } }];
export const last =
  (asks: (world: World) => Fields): Make =>
  (_, world) => [{ menu: tables.filter, verb: 'add', fields: { chain: 'input', action: 'drop', ...asks(world) } }];

type Is = (world: World, router: SimulatedRouter) => Fields | null;

const found = (router: SimulatedRouter, world: World, menu: string, is: Is): Item | undefined => {
  const wanted = is(world, router);
  return wanted === null ? undefined : rowWith(router, menu, wanted);
};
export const set =
  (menu: string, is: Is, fields: (world: World) => Fields): Make =>
  (router, world) => {
    const row = found(router, world, menu, is);
    return row === undefined ? null : [{ menu, verb: 'set', row, fields: fields(world) }];
  };
export const off = (menu: string, is: Is): Make => set(menu, is, () => ({ disabled: 'true' }));
export const remove =
  (menu: string, is: Is): Make =>
  (router, world) => {
    const row = found(router, world, menu, is);
    return row === undefined ? null : [{ menu, verb: 'remove', row }];
  };
export const adding =
  (menu: string, fields: (world: World) => Fields): Make =>
  (_, world) => [{ menu, verb: 'add', fields: fields(world) }];
export const both =
  (...makes: readonly Make[]): Make =>
  (router, world) => {
    const all = makes.map((make) => make(router, world));
    return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
  };

export const tcp = { protocol: 'tcp' } as const;
const wide = (address: string): string => `${address.split('.').slice(0, 2).join('.')}.0.0/16`;
const range = (address: string): string => `${address.slice(0, address.lastIndexOf('.'))}.1-${address}`;
const typeOf = (router: SimulatedRouter, name: string): string | undefined =>
  rowWith(router, '/interface', { name })?.fields.type;
export const parent = (router: SimulatedRouter, { on }: World): string | null =>
  rowWith(router, '/interface/vlan', { name: on })?.fields.interface ?? null;
/** The first port where management comes in by it. */
export const firstPort: Is = (world, router) => {
  const under = parent(router, world) ?? world.on;
  return typeOf(router, under) === 'bridge' ? { interface: 'ether1', bridge: under } : null;
};
export const vlan: Is = ({ on }, router) => (typeOf(router, on) === 'vlan' ? { name: on } : null);
export const commented =
  (comment: string): Is =>
  () => ({ comment });

export const drops: Readonly<Record<string, (world: World) => Fields>> = {
  everything: () => ({}),
  'our address': ({ from }) => ({ 'src-address': from }),
  'our network': ({ from }) => ({ 'src-address': wide(from) }),
  'a range with us': ({ from }) => ({ 'src-address': range(from) }),
  'our interface': ({ on }) => ({ 'in-interface': on }),
  'our port': ({ port }) => ({ ...tcp, 'dst-port': port }),
  'ports with ours': () => ({ ...tcp, 'dst-port': '22,8000-9000' }),
  'its own address': ({ to }) => ({ 'dst-address': to }),
  'all but others': () => ({ 'src-address': '!198.51.100.0/24' }),
  'a list with us': () => ({ 'src-address-list': 'mine' }),
  'all but a list without us': () => ({ 'src-address-list': '!others' }),
  'all interfaces': () => ({ 'in-interface-list': 'all' }),
  'what is local': () => ({ 'dst-address-type': 'local', ...tcp }),
};
export const spares: Readonly<Record<string, (world: World) => Fields>> = {
  'another address': () => ({ 'src-address': '198.51.100.9' }),
  'another network': () => ({ 'src-address': '198.51.0.0/16' }),
  'another port': () => ({ ...tcp, 'dst-port': '22,8290-8291,9000' }),
  'another protocol': ({ port }) => ({ protocol: 'udp', 'dst-port': port }),
  'another interface': () => ({ 'in-interface': 'ether6' }),
  'another of its addresses': () => ({ 'dst-address': '172.31.9.1' }),
  'a list without us': () => ({ 'src-address-list': 'others' }),
  'all but our network': ({ from }) => ({ 'src-address': `!${wide(from)}` }),
  'all but our port': ({ port }) => ({ ...tcp, 'dst-port': `!${port}` }),
  'no interface': () => ({ 'in-interface-list': 'none' }),
  'what is invalid': () => ({ 'connection-state': 'invalid' }),
  'nobody, switched off': () => ({ disabled: 'true' }),
};

export const named = (table: 'filter' | 'raw', chain: string, of: typeof drops): readonly (readonly [string, Make])[] =>
  Object.entries(of).map(([what, asks]) => [`${table} ${chain} drops ${what}`, rule(table, chain, 'drop', asks)]);
