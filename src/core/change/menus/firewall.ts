import { kept, type Menu } from './define';

const rules = { kind: 'ordered', noun: 'rule', shows: ['dynamic'] } as const;
const matched = [
  ...['protocol', 'src-address', 'dst-address', 'src-address-list', 'dst-address-list', 'src-port', 'dst-port'],
  ...['in-interface', 'out-interface', 'in-interface-list', 'out-interface-list'],
  ...['disabled', 'log', 'log-prefix'],
] as const;

/** A rule has no name: what a change made is found by its comment, and one that somebody chose by its number. */
function rule(...fields: readonly string[]): Menu['verbs'] {
  const all = kept({ where: ['chain', 'comment'], fields, tier: 'W2' });
  return { ...all, set: { ...all.set, where: ['.id', 'chain', 'comment'] } };
}

/** What is let through, translated and marked. */
export const firewall = [
  {
    ...{ ...rules, menu: '/ip/firewall/filter' },
    verbs: {
      ...rule('action', 'reject-with', 'connection-state', 'connection-nat-state', ...matched),
      move: { where: ['.id'], fields: [], tier: 'W3' },
    },
  },
  {
    ...{ ...rules, menu: '/ip/firewall/nat' },
    verbs: rule('action', 'to-addresses', 'to-ports', ...matched),
  },
  {
    ...{ ...rules, menu: '/ip/firewall/mangle' },
    verbs: rule('action', 'new-mss', 'tcp-flags', 'passthrough', ...matched),
  },
  {
    ...{ ...rules, menu: '/ip/firewall/raw' },
    verbs: { set: { where: ['.id'], fields: ['disabled'], tier: 'W2' } },
    shows: [...rules.shows, 'chain', 'action', 'comment', ...matched],
  },
  {
    ...{ ...rules, menu: '/ipv6/firewall/filter' },
    verbs: rule('action', 'connection-state', ...matched),
  },
  {
    ...{ menu: '/ip/firewall/address-list', kind: 'rows', noun: 'list entry', shows: ['dynamic'] },
    verbs: kept({ where: ['list', 'address'], fields: ['comment', 'disabled'], tier: 'W2' }),
  },
] as const satisfies readonly Menu[];
