import type { Tier } from '../../actions/define';
import type { Verb } from '../step';

/** What steps may do in one menu of RouterOS, whatever a template says. */
export interface Menu {
  /** `/ip/firewall/filter` */
  readonly menu: string;
  /**
   * `rows`: a table. `ordered`: one in which the order counts, chain by chain. `settings`: it has no rows. `passing`: rows that
   * come and go by themselves, as sessions do: those that are there are looked for anew when the change is made.
   */
  readonly kind: 'rows' | 'ordered' | 'settings' | 'passing';
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
}

const secretLost = 'A secret that goes with its row is brought back by nobody: it was never read.';

/** What is added by some fields can be set and removed by them: so it is brought back, whatever was there but a secret. */
export const kept = (deed: Deed): Required<Pick<Menu['verbs'], 'add' | 'set' | 'remove'>> => ({
  ...{ add: deed, set: deed },
  remove: { where: deed.where, fields: [], tier: deed.tier, ...(deed.secrets && { lost: secretLost }) },
});
