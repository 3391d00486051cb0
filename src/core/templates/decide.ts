import { AppError } from '../errors';
import type { VersionState } from './versions';

/*
 * Why somebody may not move a version of a template on, in the sentence that the screen shows beside the button and a refused request
 * answers with. The database holds the same rules once more: drizzle/0042_own_template_rights.sql.
 */

/** What a decision hangs on. */
export interface Movable {
  readonly state: VersionState;
  /** Whoever decides wrote some of it. */
  readonly isAuthor: boolean;
  /** How many things are wrong with the document as it is saved. */
  readonly faults: number;
}

type Hindrance = AppError | null;
const conflict = (sentence: string): AppError => new AppError('conflict', sentence);

const past: Readonly<Record<Exclude<VersionState, 'draft'>, string>> = {
  inReview: 'It is in review: what was submitted is not altered.',
  published: 'It is published: what it says is not altered. Begin a new version of it.',
  retired: 'It is retired: what it says is not altered. Begin a new version of it.',
  discarded: 'It was discarded: what it says is kept, and not altered. Begin a new one.',
};

export const whyNotSave = ({ state }: Pick<Movable, 'state'>): Hindrance =>
  state === 'draft' ? null : conflict(past[state]);

export function whyNotSubmit({ state, faults }: Movable): Hindrance {
  if (state !== 'draft') return conflict(past[state]);
  return faults === 0
    ? null
    : conflict('Something is wrong with it as it is saved: a template that is right is submitted.');
}

const notInReview = 'Only what is in review is published or sent back.';

/** The rule of two people: whoever wrote any of it does not review it. */
export function whyNotPublish({ state, isAuthor, faults }: Movable): Hindrance {
  if (state !== 'inReview') return conflict(notInReview);
  if (isAuthor) return new AppError('forbidden', 'You wrote some of it: another Super Admin reviews it.');
  return faults === 0 ? null : conflict('This version of Routeward does not take it any more: send it back.');
}

export const whyNotSendBack = ({ state }: Pick<Movable, 'state'>): Hindrance =>
  state === 'inReview' ? null : conflict(notInReview);

export const whyNotRetire = ({ state }: Pick<Movable, 'state'>): Hindrance =>
  state === 'published' ? null : conflict('Only what is published is retired.');

/** What was submitted, or ever in force, stays: a review ends first, and what changes were made by is only retired. */
export const whyNotDiscard = ({ state }: Pick<Movable, 'state'>): Hindrance =>
  state === 'draft' ? null : conflict(state === 'discarded' ? past.discarded : 'Only a draft is discarded.');

/** Nothing is lost: the caller still has what they typed. */
export const savedMeanwhile = (by: string, revision: number): AppError =>
  conflict(`${by} saved it meanwhile (revision ${revision}): nothing of yours was saved. Look at theirs first.`);
export const movedMeanwhile = (): AppError => conflict('Somebody moved it on meanwhile. Look at it again.');
