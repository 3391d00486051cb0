import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/core/errors';
import { CustomerSlug, LookupId } from '@/core/ids';
import { mostLookups } from '@/core/lookup/lookup';
import { leastNameLength, mostSoughtLength, subjectKinds } from '@/core/lookup/subject';
import { subjectsIn } from '@/core/lookup/subjects-in';
import { countAlone } from '@/server/db/cap';
import { answersOf, askToStopLookup, intendLookup, lookupsUnderWay } from '@/server/db/lookups';
import { sealFor } from '@/server/vault/data-keys';
import { asked, lookup } from '../lookup-scopes';
import { AnswerView, answerViewsOf, LookupView, lookupViewOf, SubjectView } from '../lookup-views';
import { LookupEvent, watchLookup } from '../lookup-watch';
import { procedure, router } from '../procedure';

/** Whom the caller means; the likeliest where they leave it open. Throws `invalid`. */
function subjectOf(text: string, kind: (typeof subjectKinds)[number] | undefined) {
  const subject = subjectsIn(text).find((one) => kind === undefined || one.kind === kind);
  if (subject !== undefined) return subject;
  const wanted = `a name of at least ${leastNameLength} letters, a MAC address, an IP address, or a VLAN from 1 to 4094`;
  throw new AppError('invalid', kind === undefined ? `text: ${wanted}` : `text: this is no ${kind}; give ${wanted}`);
}

/** Looking for a subscriber in the tables of every device in reach. What was found is the asker's alone, for a day. */
export const lookupsRouter = router({
  start: procedure({
    permission: 'session.run',
    scope: asked,
    audit: 'lookup.started',
    input: {
      /** Part of a name, or a whole MAC address, IP address or VLAN. */
      text: z.string().max(mostSoughtLength),
      /** What the text is, where it could be several things. */
      kind: z.enum(subjectKinds).optional(),
    },
    output: z.object({ id: LookupId, subject: SubjectView, customers: z.array(CustomerSlug) }),
    rest: {
      method: 'POST',
      path: '/lookups',
      summary: 'Look for a subscriber on the devices of one customer or of all',
    },
  }).mutation(async ({ ctx: { db, me, asked, tell }, input }) => {
    const subject = subjectOf(input.text, input.kind);
    if (asked.length === 0) throw new AppError('conflict', 'There is no device to ask: none has credentials.');
    await countAlone(db, me.personId);
    if ((await lookupsUnderWay(db, me)) >= mostLookups)
      throw new AppError('tooMany', `You have ${mostLookups} subscriber searches under way: stop one, or wait.`);
    const id = LookupId.parse(randomUUID());
    const sealed = [];
    for (const { id: customerId } of asked) {
      const place = { table: 'lookup', column: 'subject_sealed', row: id, customerId };
      sealed.push({ customerId, subject: await sealFor(db, place, subject.text) });
    }
    await intendLookup(db, me, { id, kind: subject.kind, sealed });
    // Not who: that is a person outside of this company, and an entry is for ever.
    tell({ lookup: id, kind: subject.kind });
    return { id, subject, customers: asked.map(({ slug }) => slug) };
  }),

  get: procedure({
    permission: 'session.run',
    scope: lookup,
    audit: 'lookup.viewed',
    output: z.object({
      lookup: LookupView,
      /** How many devices have answered, or were found not to. */
      answered: z.int(),
      /** Those that found something or did not answer, by name. */
      answers: z.array(AnswerView),
    }),
    rest: { method: 'GET', path: '/lookups/{lookup}', summary: 'What devices said of a subscriber so far' },
  }).query(async ({ ctx: { db, me, lookup } }) => {
    const view = await lookupViewOf(db, lookup);
    const found = await answersOf(db, me, lookup.id);
    return { lookup: view, answered: found.length, answers: await answerViewsOf(db, lookup.id, found) };
  }),

  watch: procedure({
    permission: 'session.run',
    scope: lookup,
    audit: 'lookup.watched',
    output: LookupEvent,
  }).subscription(({ ctx, input, signal }) => watchLookup(ctx, input.lookup, signal)),

  stop: procedure({
    permission: 'session.run',
    scope: lookup,
    audit: 'lookup.stopped',
    output: z.object({ asked: z.boolean() }),
    rest: { method: 'POST', path: '/lookups/{lookup}/stop', summary: 'Ask no more devices about a subscriber' },
  }).mutation(async ({ ctx }) => ({ asked: await askToStopLookup(ctx.db, ctx.me, ctx.lookup.id) })),
});
