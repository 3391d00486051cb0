import { kept, type Menu } from './define';

const rules = { kind: 'ordered', noun: 'rule', shows: ['dynamic'] } as const;
/** A rule has no name: what a change made is found by what it is called in its comment. */
const named = ['chain', 'comment'] as const;
const matched = [
  ...['protocol', 'src-address', 'dst-address', 'src-address-list', 'dst-address-list', 'src-port', 'dst-port'],
  ...['in-interface', 'out-interface', 'in-interface-list', 'out-interface-list'],
  ...['disabled', 'log', 'log-prefix'],
] as const;

/** What is let through, translated and marked. */
export const firewall = [
  {
    ...{ ...rules, menu: '/ip/firewall/filter' },
    verbs: kept({
      where: named,
      fields: ['action', 'reject-with', 'connection-state', 'connection-nat-state', ...matched],
      tier: 'W2',
    }),
  },
  {
    ...{ ...rules, menu: '/ip/firewall/nat' },
    verbs: kept({ where: named, fields: ['action', 'to-addresses', 'to-ports', ...matched], tier: 'W2' }),
  },
  {
    ...{ ...rules, menu: '/ip/firewall/mangle' },
    verbs: kept({ where: named, fields: ['action', 'new-mss', 'tcp-flags', 'passthrough', ...matched], tier: 'W2' }),
  },
  {
    ...{ menu: '/ip/firewall/address-list', kind: 'rows', noun: 'list entry', shows: ['dynamic'] },
    verbs: kept({ where: ['list', 'address'], fields: ['comment', 'disabled'], tier: 'W2' }),
  },
] as const satisfies readonly Menu[];
