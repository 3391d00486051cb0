import type { Ceiling } from './ceiling';
import type { Need } from './needs';

/** One thing an action may say to a router. Only its values come from a person; every name in it is fixed here. */
export interface SentenceForm {
  /** First and last RouterOS version, inclusive: `7` or `7.18`; `6.99` means all of 6. */
  readonly since: string;
  readonly until: string;
  /**
   * The place of its answer among those of the action, from 0 (which is meant where it is left out): the screen and the
   * stored rows name it so. Forms of the same place are alternatives, of which a router gets the first that fits.
   */
  readonly place?: number;
  /** What a router must have for it: one that lacks it is not asked. */
  readonly needs?: Need;
  /** That a router has no such command, or the account may not ask for it, is no failure of the others. */
  readonly isOptional?: true;
  /** Only when these values were chosen: one of them, where there are several. */
  readonly when?: Readonly<Record<string, string | readonly string[]>>;
  /** Only when this parameter was given a value. */
  readonly given?: string;
  /** `/ip/route/print`. Those that end in `/print` are sent with `=.proplist=` of exactly `fields`. */
  readonly path: string;
  readonly words: readonly Word[];
  /** The fields of the answer that are let in. */
  readonly fields: readonly string[];
  readonly deadline: Deadline;
  readonly rowCap: number;
  /** The parameter that lowers the cap: RouterOS has no limit, so the rest is cancelled. */
  readonly rowCapFrom?: string;
  /** Where a table of any length is read: how long it may be. */
  readonly ceiling?: Ceiling;
}

/** `baseMs` and the product of these values (each a count or milliseconds) on top. */
export interface Deadline {
  readonly baseMs: number;
  readonly plusProductOf?: readonly string[];
}

export type Word =
  /** `=.id=*1A`: the row that the action's `finds` found. */
  | { readonly name: '.id' | 'numbers'; readonly found: true }
  /** Of the other device that the parameter of the kind `device` names: where it is, or its account for tests. */
  | { readonly name: string; readonly peer: 'address' | 'user' | 'password' }
  /** `=use-dns=no` */
  | { readonly name: string; readonly fixed: string }
  /** `=count=5`, the value of the parameter `from`; when it has none `otherwise`, or left out. */
  | { readonly name: string; readonly from: string; readonly otherwise?: string }
  /** `=do-not-fragment=` or, with a `text`, `=arp-ping=yes`: there when the flag `ifOn` is on. */
  | { readonly name: string; readonly ifOn: string; readonly text?: 'yes' }
  /** `=password=`: something of the vault's that nobody types and no run stores. Such a form does not compile without it. */
  | { readonly name: string; readonly secret: SecretName }
  /** `?dst-address=10.0.0.0/24`; `?-routing-mark` (is not there) when the value is `absentWhen`. */
  | { readonly query: string; readonly from: string; readonly absentWhen?: string }
  /** `?static=true`, whatever was given. */
  | { readonly query: string; readonly is: 'true' | 'false' }
  /** `?address=10.0.0.9`, `?active-address=10.0.0.9`, `?#|`: either field has the value. */
  | { readonly query: string; readonly orQuery: string; readonly from: string }
  /** `?list=a`, `?list=b`, `?#|`: the field has one of these values. */
  | { readonly query: string; readonly anyOf: string };

/** What the vault keeps for a sentence: `backup` is the password of one backup. */
export type SecretName = 'backup';

/** Rows are kept when all of these hold. A row that cannot be judged is kept: nothing is hidden by a guess. */
export interface Sieve {
  /** Which sentence's rows are sifted; the others pass. */
  readonly sentence: number;
  /** The comma-separated words of `field` have one of the chosen. */
  readonly anyOf?: { readonly parameter: string; readonly field: string };
  /** Of each rule one of `fields` holds the text, in any case. */
  readonly contains?: readonly { readonly parameter: string; readonly fields: readonly string[] }[];
  /** Of each rule one of `fields` is the value: an address also with a port or a length behind it. */
  readonly is?: readonly { readonly parameter: string; readonly fields: readonly string[] }[];
  /** Only the longest network in `field` that the address lies in. */
  readonly covering?: { readonly parameter: string; readonly field: string };
  /** `field` is a log time no older than the duration, by the clock (`date`, `time`) that sentence `clock` read. */
  readonly within?: { readonly parameter: string; readonly field: string; readonly clock: number };
  /** Only the last so many: the rows come at the end of the answer. */
  readonly last?: { readonly parameter: string };
  /** Only the first so many of those that fit: with one more the router is told that it is enough. */
  readonly first?: { readonly parameter: string };
  /** Of rows that are alike in these fields only the last: some tools say the whole table again in every round. */
  readonly latest?: { readonly alike: readonly string[] };
  /** Of the last round (`.section`) only the so many rows whose numbers in the fields `by` add up to the most, those first. */
  readonly busiest?: { readonly parameter: string; readonly by: readonly string[] };
}
