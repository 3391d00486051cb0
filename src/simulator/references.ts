import type { RouterState } from './state';
import type { Item } from './table';
import { writtenId } from './written';

/** A menu and those of its properties that name a row of another menu, alone or in a list. */
type Places = Readonly<Record<string, readonly string[]>>;

const ofRules = {
  interface: ['in-interface', 'out-interface'],
  list: ['in-interface-list', 'out-interface-list'],
} as const;
const rules = (names: readonly string[]): Places =>
  Object.fromEntries(['filter', 'nat', 'mangle', 'raw'].map((table) => [`/ip/firewall/${table}`, names]));

/** Where the rows of a menu are named: RouterOS keeps their numbers there and shows the names they have now. */
const places: Readonly<Record<string, Places>> = {
  '/interface': {
    ...rules(ofRules.interface),
    ...{ '/interface/vlan': ['name', 'interface'], '/interface/bridge': ['name'], '/interface/wireguard': ['name'] },
    ...{ '/interface/pppoe-client': ['name', 'interface'], '/interface/bridge/port': ['interface', 'bridge'] },
    ...{ '/interface/bridge/vlan': ['bridge', 'tagged', 'untagged'], '/interface/list/member': ['interface'] },
    ...{ '/interface/wireguard/peers': ['interface'], '/ip/address': ['interface', 'actual-interface'] },
    ...{ '/ipv6/address': ['interface', 'actual-interface'], '/ip/dhcp-client': ['interface'] },
    ...{ '/ip/dhcp-server': ['interface'], '/queue/simple': ['target'], '/queue/tree': ['parent'] },
    ...{
      '/interface/pppoe-server/server': ['interface'],
      '/ip/hotspot': ['interface'],
      '/routing/rule': ['interface'],
    },
    '/ip/route': ['gateway', 'immediate-gw'],
  },
  '/interface/list': {
    ...rules(ofRules.list),
    ...{ '/interface/list/member': ['list'], '/interface/list': ['include', 'exclude'] },
    ...{ '/ip/neighbor/discovery-settings': ['discover-interface-list'] },
    ...{ '/tool/mac-server': ['allowed-interface-list'], '/tool/mac-server/mac-winbox': ['allowed-interface-list'] },
  },
  '/ip/pool': {
    ...{ '/ip/dhcp-server': ['address-pool'], '/ip/pool': ['next-pool'], '/ip/hotspot': ['address-pool'] },
    '/ppp/profile': ['remote-address', 'local-address'],
  },
  '/ip/dhcp-server': { '/ip/dhcp-server/lease': ['server'] },
  '/ppp/profile': {
    ...{ '/ppp/secret': ['profile'], '/interface/pppoe-client': ['profile'] },
    '/interface/pppoe-server/server': ['default-profile'],
  },
  '/queue/type': { '/queue/simple': ['queue'], '/queue/tree': ['queue'] },
  '/queue/simple': { '/queue/simple': ['parent'] },
  '/routing/table': { '/ip/route': ['routing-table'], '/routing/rule': ['table'] },
  '/system/logging/action': { '/system/logging': ['action'] },
  '/ip/ipsec/profile': { '/ip/ipsec/peer': ['profile'] },
  '/ip/ipsec/proposal': { '/ip/ipsec/policy': ['proposal'] },
  '/ip/ipsec/peer': { '/ip/ipsec/identity': ['peer'], '/ip/ipsec/policy': ['peer'] },
};

/** `!lan`, `ether1,ether2`, `10.0.0.1%ether1` and `default/default` with another name in the place of one of them. */
const renamedIn = (text: string, from: string, to: string): string =>
  text
    .split(/([!,%/])/)
    .map((part) => (part === from ? to : part))
    .join('');

/** Whoever names the row names it so from now on. */
function nameAgain(state: RouterState, path: string, from: string, to: string): void {
  if (from === '') return;
  for (const [menu, names] of Object.entries(places[path] ?? {})) {
    if (!state.has(menu)) continue;
    const table = state.table(menu);
    for (const item of table.items) {
      const changed = names.flatMap((name) => {
        const text = item.fields[name];
        const next = text === undefined ? undefined : renamedIn(text, from, to);
        return next === undefined || next === text ? [] : [[name, next] as const];
      });
      if (changed.length > 0) table.set(item, Object.fromEntries(changed));
    }
  }
}

export const renamed = (state: RouterState, path: string, { from, to }: { from: string; to: string }): void =>
  nameAgain(state, path, from, to);

/** Of a row that is gone its number is all that is left, and nobody who takes the name later is meant by that. */
export const orphaned = (state: RouterState, path: string, { id, fields }: Item): void =>
  nameAgain(state, path, fields.name ?? '', writtenId(id));
