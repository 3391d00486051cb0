import { z } from 'zod';
import { Reason } from '@/core/change/reason';
import { movedMeanwhile, whyNotPublish, whyNotRetire, whyNotSendBack, whyNotSubmit } from '@/core/templates/decide';
import { documentOf } from '@/core/templates/document/read';
import { templateDigest } from '@/server/db/templates';
import { asSeen, moved, named, seen } from '../moved-version';
import { procedure } from '../procedure';
import { reach } from '../scopes';
import {
  movable,
  readVersion,
  rightTemplate,
  traced,
  VersionView,
  versionNamed,
  versionViewOf,
} from '../version-views';

/** How a draft comes into force, and out of it. */
export const templateReviews = {
  submit: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.submitted',
    input: seen,
    output: VersionView,
    rest: {
      method: 'POST',
      path: '/template-versions/{template}/{version}/submit',
      summary: 'Submit a draft for review by another Super Admin',
    },
  }).mutation(async ({ ctx: { db, me, tell }, input }) => {
    const found = await asSeen(db, me, input);
    const hindrance = whyNotSubmit(movable(found));
    if (hindrance !== null) throw hindrance;
    const template = rightTemplate(readVersion(found));
    const to = { to: 'inReview', document: documentOf(template), digest: templateDigest(template) } as const;
    const now = await moved(db, me, found, to);
    tell(traced(now));
    return versionViewOf(db, now);
  }),

  publish: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.published',
    input: {
      ...named,
      /** Of exactly what was reviewed. */
      digest: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case'),
    },
    output: VersionView,
    rest: {
      method: 'POST',
      path: '/template-versions/{template}/{version}/publish',
      summary: 'Publish what another Super Admin submitted; what was in force is retired',
    },
  }).mutation(async ({ ctx: { db, me, tell }, input }) => {
    const found = await versionNamed(db, me, input);
    const hindrance = whyNotPublish(movable(found));
    if (hindrance !== null) throw hindrance;
    if (found.digest !== input.digest) throw movedMeanwhile();
    const now = await moved(db, me, found, { to: 'published' });
    tell(traced(now));
    return versionViewOf(db, now);
  }),

  sendBack: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.sentBack',
    input: {
      ...seen,
      /** For its authors, 1 to 500 characters; an author who takes it back says none. */
      reason: Reason.optional(),
    },
    output: VersionView,
    rest: {
      method: 'POST',
      path: '/template-versions/{template}/{version}/send-back',
      summary: 'Send a submitted version back to its authors, with a reason',
    },
  }).mutation(async ({ ctx: { db, me, tell }, input }) => {
    const found = await asSeen(db, me, input);
    const hindrance = whyNotSendBack(found);
    if (hindrance !== null) throw hindrance;
    const now = await moved(db, me, found, { to: 'sentBack', reason: input.reason ?? null });
    tell(traced(now));
    return versionViewOf(db, now);
  }),

  retire: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.retired',
    input: seen,
    output: VersionView,
    rest: {
      method: 'POST',
      path: '/template-versions/{template}/{version}/retire',
      summary: 'Retire what is published: no change is made by it any more',
    },
  }).mutation(async ({ ctx: { db, me, tell }, input }) => {
    const found = await asSeen(db, me, input);
    const hindrance = whyNotRetire(found);
    if (hindrance !== null) throw hindrance;
    const now = await moved(db, me, found, { to: 'retired' });
    tell(traced(now));
    return versionViewOf(db, now);
  }),
};
