import type { Tier } from '../actions/define';

export type Fields = Readonly<Record<string, string>>;

/**
 * `have` changes nothing: what it names has to be there. `do` sets no field: it is a command of its own, as a reboot is, and what
 * it does is said by its entry in the list of what steps may do.
 */
export const verbs = ['have', 'add', 'set', 'move', 'remove', 'do'] as const;
export type Verb = (typeof verbs)[number];

/**
 * One change of one menu, with every value in it: what a template comes down to before a router is looked at. Values read as
 * RouterOS answers them: `true`, and not `yes`.
 */
export interface Step {
  /** `/ppp/secret` */
  readonly menu: string;
  readonly verb: Verb;
  /** The rows it is about: those that have exactly these values. None where the menu is one of settings, which has no rows. */
  readonly where: Fields;
  /** What they get; none where they are removed. A row that is added has those of `where` too. */
  readonly fields: Fields;
  /** More rows than that are refused. */
  readonly mostRows: number;
  /** Values that the rows must still have, or it is refused: a change is only taken back from what it left. */
  readonly as?: Fields;
  /** A row that is not there is a failure; or, of what comes and goes by itself, nothing to do. Says nothing where it is added. */
  readonly ifNone: 'refuse' | 'skip';
  /** Where a row is to be added and there is one of that name with other values: it gets these, or it is refused. */
  readonly ifOther?: 'set' | 'refuse';
  /**
   * Of rows whose order counts: the new one comes before all others of its chain, or before this row. Without it, behind all. A
   * row that moves always has one.
   */
  readonly place?: Place;
  /** Of the steps with this word a router has the menu of one, and what it names is there in one of them. */
  readonly either?: string;
}

/** `first`, `last`, or the number of a row: `*1A`. */
export type Place = 'first' | 'last' | `*${string}`;

/** Safe mode undoes at most the last 100 actions of a router, and silently none beyond: far fewer than that are one change. */
export const mostSteps = 40;

const tiers: readonly Tier[] = ['W1', 'W2', 'W3'];
export const highest = (of: readonly Tier[]): Tier =>
  tiers[Math.max(0, ...of.map((tier) => tiers.indexOf(tier)))] ?? 'W3';
