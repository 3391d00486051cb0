import type { Parameter, Values } from '../actions/parameter';
import type { ChangeState, Preview } from '../change/change';

/** RouterOS as it can be simulated: the three newest with safe mode over the API, and two without, which every change is refused on. */
export const trialVersions = ['7.24', '7.20.8', '7.18.2', '7.16.2', '6.49.18'] as const;
export type TrialVersion = (typeof trialVersions)[number];

/** What came of a trial on a simulated router: what its own code found there, and nothing that was made up. */
export interface TrialOutcome {
  /** What the preview came to, and what it found. */
  readonly previewed: Extract<ChangeState, 'previewed' | 'unneeded' | 'refused'> | null;
  readonly preview: Preview | null;
  /** What became of it when it was made: verified is read back as it was shown. */
  readonly made: ChangeState | null;
  /** What the preview comes to when it is asked for once more. */
  readonly again: ChangeState | null;
  /** What became of it when it was taken back; and whether all that is configured is as it was before. */
  readonly undone: ChangeState | null;
  /** null: what was removed comes back with another number, so that only the read-back tells. */
  readonly isAsBefore: boolean | null;
  /** What was said to it that changes anything, word for word, but what is secret. */
  readonly said: readonly string[];
  /** Why it went no further, in the words of a change that ends so. */
  readonly fault: string | null;
}

/** In the place of what is secret stands something that nobody chose: a trial takes no password of anybody. */
export const madeUp = (parameters: readonly Parameter[]): Values =>
  Object.fromEntries(
    parameters.flatMap((parameter) =>
      parameter.kind === 'secret'
        ? [[parameter.name, 'made-up-for-a-trial-'.padEnd(parameter.min, '0').slice(0, parameter.max)]]
        : [],
    ),
  );
