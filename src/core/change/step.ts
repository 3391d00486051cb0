import type { Tier } from '../actions/define';

export type Fields = Readonly<Record<string, string>>;
export const verbs = ['set', 'remove'] as const;
export type Verb = (typeof verbs)[number];

/**
 * One change of one menu, with every value in it: what a template comes down to before a router is looked at. Values read as
 * RouterOS answers them: `true`, and not `yes`.
 */
export interface Step {
  /** `/ppp/secret` */
  readonly menu: string;
  readonly verb: Verb;
  /** The rows it is about: those that have exactly these values. */
  readonly where: Fields;
  /** What they get; none where they are removed. */
  readonly fields: Fields;
  /** More rows than that are refused. */
  readonly mostRows: number;
  /** Values that the rows must still have, or it is refused: a change is only taken back from what it left. */
  readonly as?: Fields;
  /** A row that is not there is a failure; or, of what comes and goes by itself, nothing to do. */
  readonly ifNone: 'refuse' | 'skip';
}

/** What steps may do at all, whatever a template says: a menu, a verb, and the fields they may name. */
export interface Permitted {
  readonly menu: string;
  readonly verb: Verb;
  readonly where: readonly string[];
  readonly fields: readonly string[];
  /** What is read of a row besides its number: shown, kept for the way back, and compared before the change is made. */
  readonly reads: readonly string[];
  /** The floor of whatever has such a step. */
  readonly tier: Tier;
  /** Rows that come and go by themselves, as sessions do: those that are there are looked for anew when the change is made. */
  readonly isPassing: boolean;
  /** Fields with an address that the row keeps reachable: where it is the one we come from, the change would cut us off. */
  readonly serves: readonly string[];
  /** How one row is called in a sentence. */
  readonly noun: string;
  /** What nothing brings back, as a sentence; null where the inverse does. */
  readonly lost: string | null;
}

/** Of RouterOS 7.18 and newer: there a change is kept safe by safe mode over the API. */
export const permitted = [
  {
    menu: '/ppp/secret',
    verb: 'set',
    where: ['name'],
    fields: ['disabled'],
    reads: ['name', 'service', 'profile', 'remote-address', 'disabled', 'comment'],
    tier: 'W2',
    isPassing: false,
    serves: ['remote-address'],
    noun: 'subscriber',
    lost: null,
  },
  {
    menu: '/ppp/active',
    verb: 'remove',
    where: ['name'],
    fields: [],
    reads: ['name', 'service', 'caller-id', 'address'],
    tier: 'W2',
    isPassing: true,
    serves: ['address'],
    noun: 'session',
    lost: 'A session that was ended comes back only when the router of the subscriber dials again.',
  },
] as const satisfies readonly Permitted[];

const all: readonly Permitted[] = permitted;

/** Which fields it names, whatever their values are to be. */
type Named = Pick<Step, 'menu' | 'verb'> & { readonly [part in 'where' | 'fields']: Readonly<Record<string, unknown>> };

/** What the list says of a step. Throws for one that is not in it: no such step reaches a router, whoever made it. */
export function permittedOf({ menu, verb, where, fields }: Named): Permitted {
  const found = all.find((one) => one.menu === menu && one.verb === verb);
  const isWithin = (names: Named['where'], allowed: readonly string[] = []): boolean =>
    Object.keys(names).every((name) => allowed.includes(name));
  if (found === undefined || !isWithin(where, found.where) || !isWithin(fields, found.fields))
    throw new Error(`${menu}/${verb} with these fields is not among what a change may do`);
  // A step about every row of a menu is nobody's intention.
  if (Object.keys(where).length === 0) throw new Error(`${menu}/${verb} names no row`);
  return found;
}

/** Safe mode undoes at most the last 100 actions of a router, and silently none beyond: far fewer than that are one change. */
export const mostSteps = 40;

const tiers: readonly Tier[] = ['W1', 'W2', 'W3'];
export const highest = (of: readonly Tier[]): Tier =>
  tiers[Math.max(0, ...of.map((tier) => tiers.indexOf(tier)))] ?? 'W3';
