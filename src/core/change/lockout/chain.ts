import type { Fields } from '../step';
import type { Catch } from './packet';
import { isOn } from './state';

/** What ends a packet's way through a table. */
const terminal: readonly string[] = [
  ...['accept', 'drop', 'reject', 'tarpit', 'dst-nat', 'redirect', 'netmap', 'same', 'masquerade', 'src-nat'],
];

/** One way it may go: which rule ends it, or none. */
export interface Ending {
  /** `accept` too where the chain ends without a word. */
  readonly action: string;
  readonly rule: Fields | null;
  /** The first rule of which cannot be told whether it catches, where it hangs on that. */
  readonly doubt: Fields | null;
  /** Connections are not kept track of. */
  readonly isUntracked: boolean;
}

interface Walk {
  readonly rules: ReadonlyMap<string, readonly Fields[]>;
  readonly catches: (rule: Fields) => Catch;
  /** How many rules may still be looked at: chains that jump into each other end somewhere. */
  left: number;
}

const mostLookedAt = 50_000;
const deepest = 16;
const isValid = (rule: Fields): boolean => isOn(rule) && rule.invalid !== 'true';

/**
 * All ways a packet may go through a chain and those it jumps to: the first rule that catches it decides. One, where everything
 * can be told.
 */
export function endings(rows: readonly Fields[], chain: string, judge: (rule: Fields) => Catch): readonly Ending[] {
  const rules = new Map<string, Fields[]>();
  for (const rule of rows.filter(isValid)) {
    const { chain: name = '' } = rule;
    const known = rules.get(name);
    if (known === undefined) rules.set(name, [rule]);
    else known.push(rule);
  }
  const found = through({ rules, catches: judge, left: mostLookedAt }, chain, 0);
  // What falls out of a built-in chain is let through.
  return found.map((one) => (one.action === 'return' ? { ...one, action: 'accept', rule: null } : one));
}

/** Those that leave the chain without a word end in `return`. */
function through(walk: Walk, chain: string, depth: number): readonly Ending[] {
  const found: Ending[] = [];
  let doubt: Fields | null = null;
  let isUntracked = false;
  for (const rule of walk.rules.get(chain) ?? []) {
    if (walk.left-- <= 0) return [...found, { action: 'return', rule, doubt: rule, isUntracked }];
    const caught = walk.catches(rule);
    if (caught === 'no') continue;
    const unsure: Fields | null = caught === 'maybe' ? rule : null;
    const { ends, goesOn } = stepOf(walk, rule, depth);
    found.push(...ends.map((one) => under(one, doubt ?? unsure, isUntracked)));
    if (caught === 'yes' && goesOn === null) return found;
    isUntracked ||= unsure === null && goesOn?.isUntracked === true;
    // Behind a rule that ends some ways it hangs on that rule whether a packet comes here at all.
    if (ends.length > 0) doubt ??= unsure ?? goesOn?.doubt ?? null;
  }
  return [...found, { action: 'return', rule: null, doubt, isUntracked }];
}

const under = (one: Ending, doubt: Fields | null, isUntracked: boolean): Ending => ({
  ...one,
  doubt: doubt ?? one.doubt,
  isUntracked: isUntracked || one.isUntracked,
});

/** What a rule does with a packet that it catches: the ways it ends there, and whether it may go on behind the rule. */
function stepOf(
  walk: Walk,
  rule: Fields,
  depth: number,
): { readonly ends: readonly Ending[]; readonly goesOn: Ending | null } {
  const { action = 'accept', 'jump-target': target = '' } = rule;
  const own: Ending = { action, rule, doubt: null, isUntracked: action === 'notrack' };
  if (action === 'return' || terminal.includes(action)) return { ends: [own], goesOn: null };
  if (action !== 'jump' || depth >= deepest) return { ends: [], goesOn: own };
  const inside = through(walk, target, depth + 1);
  const isLeft = ({ action: end }: Ending): boolean => end === 'return';
  return { ends: inside.filter((one) => !isLeft(one)), goesOn: inside.find(isLeft) ?? null };
}
