/** How far a run has come. The last five are ends; `unknown` is a write's alone. */
export const runStates = ['intended', 'running', 'done', 'failed', 'stopped', 'interrupted', 'unknown'] as const;
export type RunState = (typeof runStates)[number];

export const hasEnded = (state: RunState): boolean => state !== 'intended' && state !== 'running';

/** One row of a router's answer: text as RouterOS wrote it, only the fields that the catalogue lets in. */
export interface RunRow {
  /** Milliseconds since the run's first word was sent. */
  readonly afterMs: number;
  /** Which of the action's sentences it answers, from 0. */
  readonly sentence: number;
  readonly fields: Readonly<Record<string, string>>;
}
