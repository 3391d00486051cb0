/** What can be asked of a router, as data. An entry is a table row: nothing in it runs. */
export interface Action {
  /** `tool.ping`: never changes, the audit and stored runs name it. */
  readonly id: string;
  readonly title: string;
  /** What it is for, in one line. */
  readonly purpose: string;
  readonly effect: 'read';
  /** What it costs the router or the line while it runs. */
  readonly impact: Impact;
  /** Why nobody can run it for now; null when it can be run. Such an action does not compile. */
  readonly disabledBecause: string | null;
  readonly parameters: readonly Parameter[];
  /** What has to hold between several values. */
  readonly rules: readonly Rule[];
  /** Everything it may say, all versions and choices; `compile` takes those that fit. */
  readonly sentences: readonly SentenceForm[];
  /** What we do to rows that RouterOS cannot do itself; see `sieve.ts`. */
  readonly sieve: Sieve | null;
  readonly shown: Shown;
}

/** none: reads a table. load: may cost CPU. traffic: sends a few packets. saturates: fills the line. */
export type Impact = 'none' | 'load' | 'traffic' | 'saturates';

/** A value as a form sends it, as a run stores it and as a sentence is made from it. */
export type Value = string | number | boolean | readonly string[];
/** Values by parameter name. A parameter that was left out and has no default is not in it. */
export type Values = Readonly<Record<string, Value>>;

interface ParameterBase {
  /** As RouterOS names it, except where RouterOS has no such word (`family`, `limit`). */
  readonly name: string;
  readonly title: string;
  readonly isRequired: boolean;
  /** One line for whoever fills it in. */
  readonly explained: string;
}

export type Parameter =
  /** An IP address or, where `accepts` says so, a DNS name. */
  | (ParameterBase & { readonly kind: 'address'; readonly accepts: 'ip' | 'ipOrHost' })
  /** A network, `10.0.0.0/24` or `2001:db8::/32`. */
  | (ParameterBase & { readonly kind: 'prefix' })
  /** `milliseconds` is a whole number of them; RouterOS gets `1s500ms`. */
  | (ParameterBase & {
      readonly kind: 'integer' | 'milliseconds';
      readonly min: number;
      readonly max: number;
      readonly byDefault?: number;
      readonly unit?: string;
    })
  | (ParameterBase & { readonly kind: 'choice'; readonly choices: readonly string[]; readonly byDefault?: string })
  /** Several of the choices; none chosen means all. */
  | (ParameterBase & { readonly kind: 'choices'; readonly choices: readonly string[] })
  /** true or false; without a default it may also be left open. */
  | (ParameterBase & { readonly kind: 'flag'; readonly byDefault?: boolean })
  /** A name of the router's (interface, chain, VRF), or free text: one line of 1 to `max` characters. */
  | (ParameterBase & { readonly kind: 'interface' | 'text'; readonly max: number; readonly byDefault?: string });

export type Rule =
  /** Above `above`, another value has to be at least `min`. */
  | {
      readonly kind: 'needs';
      readonly parameter: string;
      readonly above: number;
      readonly other: string;
      readonly min: number;
      readonly explained: string;
    }
  /** The values multiplied are at most so many. */
  | { readonly kind: 'product'; readonly of: readonly string[]; readonly max: number; readonly explained: string }
  /** A prefix or address belongs to the family ('4' or '6') that another value names. */
  | { readonly kind: 'family'; readonly parameter: string; readonly family: string; readonly explained: string };

/** One thing an action may say to a router. Only its values come from a person; every name in it is fixed here. */
export interface SentenceForm {
  /** First and last RouterOS version, inclusive: `7` or `7.18`; `6.99` means all of 6. */
  readonly since: string;
  readonly until: string;
  /** Only when these values were chosen. */
  readonly when?: Readonly<Record<string, string>>;
  /** `/ip/route/print`. Those that end in `/print` are sent with `=.proplist=` of exactly `fields`. */
  readonly path: string;
  readonly words: readonly Word[];
  /** The fields of the answer that are let in. */
  readonly fields: readonly string[];
  readonly deadline: Deadline;
  readonly rowCap: number;
  /** The parameter that lowers the cap: RouterOS has no limit, so the rest is cancelled. */
  readonly rowCapFrom?: string;
}

/** `baseMs` and the product of these values (each a count or milliseconds) on top. */
export interface Deadline {
  readonly baseMs: number;
  readonly plusProductOf?: readonly string[];
}

export type Word =
  /** `=use-dns=no` */
  | { readonly name: string; readonly fixed: string }
  /** `=count=5`, the value of the parameter `from`; left out when it has none. */
  | { readonly name: string; readonly from: string }
  /** `=do-not-fragment=` or, with a `text`, `=arp-ping=yes`: there when the flag `ifOn` is on. */
  | { readonly name: string; readonly ifOn: string; readonly text?: 'yes' }
  /** `?dst-address=10.0.0.0/24`; `?-routing-mark` (is not there) when the value is `absentWhen`. */
  | { readonly query: string; readonly from: string; readonly absentWhen?: string };

/** Rows are kept when all of these hold. A row that cannot be judged is kept: nothing is hidden by a guess. */
export interface Sieve {
  /** Which sentence's rows are sifted; the others pass. */
  readonly sentence: number;
  /** The comma-separated words of `field` have one of the chosen. */
  readonly anyOf?: { readonly parameter: string; readonly field: string };
  /** `field` holds the text, in any case. */
  readonly contains?: { readonly parameter: string; readonly field: string };
  /** `field` is a log time no older than the duration, by the clock (`date`, `time`) that sentence `clock` read. */
  readonly within?: { readonly parameter: string; readonly field: string; readonly clock: number };
  /** Only the last so many: the rows come at the end of the answer. */
  readonly last?: { readonly parameter: string };
}

/** How the text of a field reads; the functions are in `values.ts`. */
export type Reads =
  | 'text'
  | 'list'
  | 'duration'
  | 'number'
  | 'percent'
  /** A count beyond 2^53. */
  | 'counter'
  | 'bytes'
  /** Bits per second. */
  | 'bits'
  | 'boolean'
  | 'routerTime';

export interface Column {
  readonly field: string;
  /** Read instead where the field is missing: an older RouterOS names it so. */
  readonly orElse?: string;
  readonly title: string;
  readonly reads: Reads;
  readonly unit?: string;
}

/** A boolean field as RouterOS's own print shows it: a letter before the row. */
export interface Flag {
  readonly field: string;
  readonly letter: string;
  readonly meaning: string;
}

/** One line of a fact sheet, from the only row that sentence `sentence` answers with. No field, no line. */
export interface Fact extends Column {
  readonly sentence: number;
}

export type Shown =
  /** Fold the rows with `pingSummary`. */
  | { readonly as: 'ping' }
  /** Fold the rows with `lastRound`. */
  | { readonly as: 'traceroute' }
  | {
      readonly as: 'table';
      /** The rows of this sentence; others are there for us, not for the reader. */
      readonly sentence: number;
      /** A column that no row has is not shown. */
      readonly columns: readonly Column[];
      readonly flags: readonly Flag[];
      /** Fields too rare for a column: written `name=value` in a last one, so that no part of a row is hidden. */
      readonly others: readonly string[];
      /** The boolean field whose rows do not count (`disabled`): shown faint. */
      readonly faintIf?: string;
    }
  | { readonly as: 'facts'; readonly groups: readonly { readonly title: string; readonly facts: readonly Fact[] }[] };
