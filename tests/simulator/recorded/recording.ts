import type { ActionId } from '@/core/actions/all';
import type { Peer, Secrets } from '@/core/actions/compile';
import type { Need } from '@/core/actions/needs';
import type { Values } from '@/core/actions/parameter';
import type { ModelName } from '@/simulator/models';
import type { Role } from '@/simulator/seed/place';

/** The dialects that every action is recorded in: 6 as it was left, and 7 before ISO dates are all there is, before and after `!empty`. */
export const dialects = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;
export type Dialect = (typeof dialects)[number];

/** What RouterOS says to one sentence, as its manual and transcripts have it: written before the model of it. */
export type Answer =
  | {
      /** How many rows: at least one, none, or exactly so many. */
      readonly rows: 'some' | 'none' | number;
      /** Fields of every row, as text or by their form; null: no row has it. */
      readonly each?: Pattern;
      /** Fields that at least one row has, all of them in the same row. */
      readonly one?: Pattern;
    }
  | { readonly trap: string }
  /** What stands in `!done`, as `ret`. */
  | { readonly done: Pattern };
export type Pattern = Readonly<Record<string, string | RegExp | null>>;

/** One action on some dialects: what is said word for word, and what comes back. */
export interface Recording {
  readonly action: ActionId;
  readonly on: readonly Dialect[];
  /** Default an RB5009 that is a gateway. */
  readonly model?: ModelName;
  readonly role?: Role;
  readonly lacks?: readonly Need[];
  readonly values: Values;
  /** What the router is told of another device. */
  readonly peer?: Peer;
  /** What whoever runs a write has from the vault. */
  readonly secrets?: Secrets;
  /** The row that a write is about, among those that its `finds` finds: the first that has these fields. */
  readonly row?: Readonly<Record<string, string>>;
  /** Values that somebody takes from that row before, as the whole menu shows it: the field of each parameter. */
  readonly chosen?: Readonly<Record<string, string>>;
  /** In the order they are said; `[row]` stands for the number of the row that was found. */
  readonly says: readonly { readonly words: readonly string[]; readonly answer: Answer }[];
  /** After a write: what a print then shows. */
  readonly afterwards?: { readonly words: readonly string[]; readonly answer: Answer };
}

/** An action that these dialects, or this model, do not have: nothing is said, and this is the reason. */
export interface Unsaid {
  readonly action: ActionId;
  readonly on: readonly Dialect[];
  readonly lacks?: readonly Need[];
  readonly values: Values;
  readonly because: string;
}
