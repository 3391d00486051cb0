import { isOpen, type Stage } from '@/core/change/change';
import { keptBy } from '@/core/change/effects';
import type { ChangeView } from './views';

/** Whether a preview that waits for a decision is too old for one. `now` is the server's time in milliseconds. */
export const isOver = ({ expiresAt }: Pick<ChangeView, 'expiresAt'>, now: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now;

/** Whether anything may still become of it by itself or by somebody's decision. What is unknown for good is over. */
export const isGoingOn = ({ state, isBeingRead }: Pick<ChangeView, 'state' | 'isBeingRead'>): boolean =>
  isOpen(state) && (state !== 'unknown' || isBeingRead);

export interface StagePlace {
  readonly words: string;
  /** When it was reached, ISO 8601; null: it was not, or not yet. */
  readonly at: string | null;
  readonly is: 'done' | 'now' | 'awaited' | 'left';
}

const way = [
  ['checked', 'Checked: as previewed'],
  ['armed', 'Guard armed'],
  ['applied', 'Applied'],
  ['reached', 'Reached on a new connection'],
  ['readBack', 'Read back'],
] as const satisfies readonly (readonly [Stage, string])[];

const restarting = [
  ['checked', 'Checked: as previewed'],
  ['armed', 'About to be told'],
  ['applied', 'Told to restart'],
  ['reached', 'Answers again'],
  ['readBack', 'Up for less long than before'],
] as const satisfies readonly (readonly [Stage, string])[];

/** What is reached one after the other while a change is made, and when; the last is that it was kept, or undone. */
export function placesOf(
  change: Pick<ChangeView, 'state' | 'stages' | 'endedAt' | 'faultCode'> &
    Partial<Pick<ChangeView, 'guard' | 'preview'>>,
): readonly StagePlace[] {
  const { state, stages, endedAt, faultCode, guard } = change;
  const isReadLater = state === 'verified' && faultCode !== null;
  const isUnderWay = state === 'authorised' || state === 'applying';
  const atOf = (stage: Stage): string | null => stages.find((one) => one.stage === stage)?.at ?? null;
  const kept = change.preview ? keptBy(change.preview) : 'guard';
  const released = { words: 'Released: it stays', at: state === 'verified' && !isReadLater ? endedAt : null };
  const reached = [
    ...(kept === 'restart' ? restarting : way).map(([stage, words]) => ({
      words: stage === 'armed' && guard === 'none' ? 'No guard: it goes on without' : words,
      at: atOf(stage),
    })),
    ...(kept === 'restart' ? [] : [released]),
  ];
  const next = reached.findIndex(({ at }) => at === null);
  const places = reached.map(
    ({ words, at }, index): StagePlace => ({
      ...{ words, at },
      is: at !== null ? 'done' : !isUnderWay ? 'left' : index === next ? 'now' : 'awaited',
    }),
  );
  if (state !== 'reverted' && !isReadLater) return places;
  const behind = places.filter(({ is }) => is === 'done');
  // When it was read back is not written down: it ended when it was not known how.
  if (isReadLater)
    return [
      ...behind,
      {
        words: kept === 'restart' ? 'Answered later: it was restarted' : 'Read back later: it stays',
        at: null,
        is: 'done',
      },
    ];
  return [...behind, { words: guard === 'none' ? 'As before' : 'Undone', at: atOf('undone') ?? endedAt, is: 'done' }];
}
