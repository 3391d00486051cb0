import type { Tier } from '../../actions/define';
import type { Verb } from '../step';

/** What steps may do in one menu of RouterOS, whatever a template says. */
export interface Menu {
  /** `/ip/firewall/filter` */
  readonly menu: string;
  /** Where its rows are printed, and removed, where that is another menu: a backup is a file. */
  readonly at?: string;
  /**
   * `rows`: a table. `ordered`: one in which the order counts, chain by chain. `settings`: it has no rows. `passing`: rows that
   * come and go by themselves, as sessions do: those that are there are looked for anew when the change is made.
   */
  readonly kind: 'rows' | 'ordered' | 'settings' | 'passing';
  /** What is told of a row only by a command of its own, which takes its number: it is read beside what is printed. */
  readonly monitor?: readonly string[];
  /** Of `passing` ones: they come back at once under another number, which is no failure. */
  readonly comesAnew?: true;
  /** It is in no history of the router: safe mode does not undo it. What comes and goes by itself never is. */
  readonly isUnguarded?: true;
  /** Whoever has one of these words in that field is managed by a controller. */
  readonly controlled?: { readonly field: string; readonly by: readonly string[] };
  /** How one row is called in a sentence. */
  readonly noun: string;
  /** What is read of a row besides its number and what steps name: shown, kept, and compared before the change is made. */
  readonly shows: readonly string[];
  /** The router adds rows of its own under the same name, which are no matter of a change. */
  readonly hasLookalikes?: true;
  /** Fields with an address that the row keeps reachable: where it is the one we come from, the change would cut us off. */
  readonly serves?: readonly string[];
  readonly verbs: Readonly<Partial<Record<Verb, Deed>>>;
}

export interface Deed {
  /** The fields by which a row may be found. */
  readonly where: readonly string[];
  readonly fields: readonly string[];
  /** Of these, those that are never read, shown or compared. */
  readonly secrets?: readonly string[];
  /** The floor of whatever has such a step. */
  readonly tier: Tier;
  /** What nothing brings back, as a sentence; absent where the inverse does. */
  readonly lost?: string;
  /** It may be done to rows that the router made itself; those nothing brings back. */
  readonly isDynamicFree?: true;
  /** Fields that a router takes no empty text for: they are taken away with `unset`. */
  readonly unset?: readonly string[];
  /** How the command is called where it is not called as the verb: `save`. */
  readonly command?: string;
  /** Words that are the same whatever is asked for. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Of `do`, and of nothing else. */
  readonly does?: Doing;
}

/** A command of its own. */
export interface Doing {
  /** How it names its row; absent: there is none to name. */
  readonly row?: 'numbers' | '.id';
  /** What becomes of it, with fields of the row and of the step in braces: `the power of {name} is cut for a moment`. */
  readonly told: string;
  readonly proof: Proof;
  /** The row is removed where it is taken back; absent: nothing takes it back. */
  readonly isUndoneByRemoving?: true;
}

/** How one knows that it was done, from the row as it is read afterwards: all of it has to hold. */
export interface Proof {
  readonly becomes?: Readonly<Record<string, string>>;
  /** That stays so, and is read at any time. */
  readonly isLasting?: true;
  /** A time or a number that is no less than before. */
  readonly grows?: string;
  /** One that is no more than before; of a restart it is less. */
  readonly shrinks?: string;
  /** A field of the step with a time: a router that answered only after so long has done it. */
  readonly takes?: string;
  /** The router itself starts anew: it is awaited. */
  readonly isRestart?: true;
}

const secretLost = 'A secret that goes with its row is brought back by nobody: it was never read.';

/** What is added by some fields can be set and removed by them: so it is brought back, whatever was there but a secret. */
export const kept = (deed: Deed): Required<Pick<Menu['verbs'], 'add' | 'set' | 'remove'>> => ({
  ...{ add: deed, set: deed },
  remove: { where: deed.where, fields: [], tier: deed.tier, ...(deed.secrets && { lost: secretLost }) },
});
