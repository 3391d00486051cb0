import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, boolean, check, index, pgPolicy, text, uuid } from 'drizzle-orm/pg-core';
import { verdicts } from '@/core/change/on-call';
import { roleNow } from './deciding';
import { moment, person } from './people';
import { inReach, isOwn } from './reach';
import { everything, person as personRole } from './roles';

/* What an Admin on call authorised alone, and what somebody else makes of it afterwards: part of the table of changes. */

export const review = {
  /** Safe mode would undo all of it, without which nobody authorises it on call. */
  isUndone: boolean().notNull().default(false),
  /** Authorised by whoever asked for it, who was on call: somebody else reviews it. */
  isOnCall: boolean().notNull().default(false),
  /** The end of the next day where the customer is. */
  reviewDueAt: moment(),
  reviewedBy: uuid().references(() => person.id),
  reviewedName: text(),
  reviewedRole: text(),
  reviewedAt: moment(),
  reviewVerdict: text({ enum: verdicts }),
  /** In their own words; what is not in order has one. */
  reviewRemark: text(),
};

type Reviewed = Readonly<
  Record<
    | keyof typeof review
    | 'customerId'
    | 'tier'
    | 'guard'
    | 'isUndone'
    | 'rolloutId'
    | 'isBreakGlass'
    | 'askedBy'
    | 'authorisedBy'
    | 'overriddenBy'
    | 'endedAt'
    | 'lookAt',
    AnyPgColumn
  >
>;

const isAwaitingReview = (t: Pick<Reviewed, 'isOnCall' | 'reviewedBy'>): SQL =>
  sql`${t.isOnCall} and ${t.reviewedBy} is null`;

/** Nobody reads it back any more either. */
const isOver = (t: Pick<Reviewed, 'endedAt' | 'lookAt'>): SQL => sql`${t.endedAt} is not null and ${t.lookAt} is null`;

/** What holds of it, and who may say so. */
export const reviewed = (t: Reviewed) => [
  index('change_awaiting_review').on(t.customerId, t.reviewDueAt).where(isAwaitingReview(t)),
  // Whatever code of ours forgets: on call is the own W3 of one device that safe mode undoes, and nothing else.
  check(
    'change_on_call_is_within_its_bounds',
    sql`not ${t.isOnCall} or ${t.authorisedBy} is not null and ${t.authorisedBy} = ${t.askedBy} and ${t.tier} is not distinct from 'W3' and ${t.guard} is not distinct from 'safeMode' and ${t.isUndone} and ${t.rolloutId} is null and ${t.overriddenBy} is null and not ${t.isBreakGlass}`,
  ),
  check('change_on_call_is_reviewed_in_time', sql`${t.isOnCall} = (${t.reviewDueAt} is not null)`),
  check(
    'change_is_reviewed_as_a_whole',
    sql`num_nonnulls(${t.reviewedBy}, ${t.reviewedAt}, ${t.reviewVerdict}) in (0, 3) and (${t.reviewedBy} is null or ${t.isOnCall}) and (${t.reviewRemark} is null or ${t.reviewedBy} is not null and ${t.reviewRemark} ~ '\\S' and length(${t.reviewRemark}) <= 500)`,
  ),
  check(
    'change_is_reviewed_by_another',
    sql`${t.reviewedBy} is null or ${t.authorisedBy} is not null and ${t.reviewedBy} <> ${t.authorisedBy}`,
  ),
  check(
    'change_review_says_what_is_not_in_order',
    sql`${t.reviewVerdict} is null or ${t.reviewVerdict} = 'inOrder' or ${t.reviewVerdict} = 'notInOrder' and ${t.reviewRemark} is not null`,
  ),
  // In their own name. That nothing else is moved along with it is a trigger's to see.
  pgPolicy('change_reviewed_by_admins', {
    for: 'update',
    to: personRole,
    using: sql`${inReach(t.customerId)} and ${roleNow} = 'admin' and ${isAwaitingReview(t)} and ${isOver(t)}`,
    withCheck: isOwn(t.reviewedBy),
  }),
  pgPolicy('change_reviewed_everything', {
    for: 'update',
    to: everything,
    using: sql`${isAwaitingReview(t)} and ${isOver(t)}`,
    withCheck: isOwn(t.reviewedBy),
  }),
];
