import type { Fields } from '../command';
import type { RouterState } from '../state';
import { isCaught } from './matches';
import type { Packet, Verdict } from './packet';

/** `untracked`: it passes, and nobody remembers that it does. */
type Passed = Verdict | 'untracked';

/** What ends a packet's way through a table. */
const endings: Readonly<Record<string, Passed>> = {
  ...{ accept: 'open', drop: 'silent', tarpit: 'silent', reject: 'refused' },
  notrack: 'untracked',
  // Translated, the packet is no longer for the API of this router.
  ...{ 'dst-nat': 'silent', redirect: 'silent', netmap: 'silent' },
};

/** Chains that jump into each other end somewhere. */
const deepest = 16;

/** What becomes of a packet in a chain; at its end, and where nothing catches it, it passes. */
export function pass(state: RouterState, menu: string, chain: string, packet: Packet): Passed {
  const catching = state
    .table(menu)
    .items.map(({ fields }) => fields)
    .filter(({ disabled, invalid }) => disabled !== 'true' && invalid !== 'true')
    .filter((rule) => isCaught(rule, packet, state))
    .map((rule) => (staysHere(rule, packet) ? { ...rule, action: 'accept' } : rule));
  return through(catching, chain, 0) ?? 'open';
}

/** null: the chain was left, or ended, without a word. */
function through(rules: readonly Readonly<Fields>[], chain: string, depth: number): Passed | null {
  for (const rule of rules) {
    if (rule.chain !== chain) continue;
    const { action = 'accept', 'jump-target': target = '' } = rule;
    if (action === 'return') return null;
    const isJump = action === 'jump' && depth < deepest;
    const verdict = isJump ? through(rules, target, depth + 1) : own(endings, action);
    if (verdict !== null) return verdict;
  }
  return null;
}

/** Led to where it goes anyway. */
const staysHere = ({ action, 'to-ports': ports = '' }: Readonly<Fields>, { port }: Packet): boolean =>
  action === 'redirect' && (ports === '' || ports === port);

const own = (table: Readonly<Record<string, Passed>>, action: string): Passed | null =>
  Object.hasOwn(table, action) ? (table[action] ?? null) : null;
