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

/** One line of a fact sheet, from the only row that the sentence at place `sentence` answers with. No field, no line. */
export interface Fact extends Column {
  readonly sentence: number;
  /** Shown too where many routers stand below each other, one line each. */
  readonly isMain?: true;
}

export interface TableShown {
  readonly as: 'table';
  /** Drawn on screen before it is listed: `trafficPicture` over the seconds, `flowBars` of the busiest flows. */
  readonly chart?: 'traffic' | 'flows';
  /** The rows of the sentence at this place; others are there for us, not for the reader. */
  readonly sentence: number;
  /** A column that no row has is not shown. */
  readonly columns: readonly Column[];
  readonly flags: readonly Flag[];
  /** Fields too rare for a column: written `name=value` in a last one, so that no part of a row is hidden. */
  readonly others: readonly string[];
  /** The boolean field whose rows do not count (`disabled`): shown faint. */
  readonly faintIf?: string;
}

export interface FactsShown {
  readonly as: 'facts';
  readonly groups: readonly { readonly title: string; readonly facts: readonly Fact[] }[];
}

/** One of several tables and sheets below each other. One that has nothing to show is left out unless all have nothing. */
export type Part = (TableShown | FactsShown) & { readonly title: string };

export type Shown =
  /** The rows of all places as one text, written by `snapshotText`. */
  | { readonly as: 'snapshot' }
  /** Fold the rows with `pingSummary`. */
  | { readonly as: 'ping' }
  /** Fold the rows with `lastRound`. */
  | { readonly as: 'traceroute' }
  | TableShown
  | FactsShown
  | { readonly as: 'parts'; readonly parts: readonly [Part, ...Part[]] };
