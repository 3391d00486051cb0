import { z } from 'zod';
import type { Principal } from '@/core/access';
import { alarmStates, mostNoteLength } from '@/core/alarms';
import { AlarmId, CustomerSlug, DeviceId, SiteId } from '@/core/ids';
import { Line, Lines } from '@/core/text';
import { alarmMailChoice, chooseAlarmMail } from '@/server/db/alarm-wishes';
import { type AlarmFilter, acknowledgeAlarm, findAlarm, listAlarms } from '@/server/db/alarms';
import { shortlyBefore } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import { listCustomers } from '@/server/db/customers';
import { sendsMail } from '@/server/db/outgoing';
import { alarm } from '../alarm-scope';
import { AlarmView, alarmViewOf } from '../alarm-views';
import { AlarmEvent, watchAlarms } from '../alarm-watch';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { procedure, router } from '../procedure';
import { customer, namedCustomers, reach, self } from '../scopes';

const filter = {
  state: z.enum(alarmStates).optional(),
  /** Of this device or site, also those that another alarm stands for. */
  device: DeviceId.optional(),
  site: SiteId.optional(),
  /** Those that this alarm stands for. */
  coveredBy: AlarmId.optional(),
  /** Part of the name of the device or site, in any case. */
  q: Line.trim().max(128).optional(),
  after: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

const Page = z.object({
  items: z.array(AlarmView),
  /** Where the next page begins: pass it as `after`. Null on the last page. */
  next: z.string().nullable(),
  /** How many match in each state, whichever state the page itself is filtered by. */
  states: z.record(z.enum(alarmStates), z.int()),
  /** The time of this answer: `alarms.watch` goes on from here. */
  now: z.string(),
});

const Cursor = z.strictObject({ endedAt: z.literal('').or(Moment), at: Moment, id: z.uuid() });

function filterOf({ q, after, ...rest }: z.output<z.ZodObject<typeof filter>>): AlarmFilter {
  const place = after === undefined ? undefined : decodeCursor(Cursor, after);
  return {
    ...rest,
    q: q === '' ? undefined : q,
    after: place && { ...place, endedAt: place.endedAt === '' ? null : place.endedAt },
  };
}

const pageOf = ({ items, next, states }: Awaited<ReturnType<typeof listAlarms>>, now: string) => ({
  items: items.map(alarmViewOf),
  next: next && encodeCursor({ ...next, endedAt: next.endedAt ?? '' }),
  states,
  now,
});

const since = { since: Moment.optional() };

const MailChoice = z.object({
  /** Whether this machine sends mail at all. */
  sends: z.boolean(),
  /** Every customer in reach, by name. */
  customers: z.array(z.object({ slug: CustomerSlug, name: z.string(), isChosen: z.boolean() })),
  /** Each of them, also those that come into reach later. */
  isEvery: z.boolean(),
  /** Alarms of this machine's own link; null: they are not for the caller. */
  isOwnLink: z.boolean().nullable(),
});

async function choiceOf(db: Transaction['db'], me: Principal): Promise<z.input<typeof MailChoice>> {
  const { customers: chosen, isEvery, isOwnLink } = await alarmMailChoice(db, me);
  const customers = await listCustomers(db, me);
  return {
    sends: await sendsMail(db),
    customers: customers.map(({ id, slug, name }) => ({ slug, name, isChosen: chosen.some((one) => one === id) })),
    isEvery,
    isOwnLink: me.role === 'superAdmin' ? isOwnLink : null,
  };
}

/** What is down for too long, and was: devices, whole sites and, for Super Admins, this machine's own link. */
export const alarmsRouter = router({
  list: procedure({
    permission: 'alarm.read',
    scope: customer,
    audit: 'alarm.listed',
    input: filter,
    output: Page,
    rest: {
      method: 'GET',
      path: '/customers/{customer}/alarms',
      summary: 'Alarms of one customer: the open ones, then the last that ended',
    },
  }).query(async ({ ctx: { db, me, customer }, input }) =>
    pageOf(await listAlarms(db, me, customer.id, filterOf(input)), await shortlyBefore(db)),
  ),

  listAll: procedure({
    permission: 'alarm.read',
    scope: reach,
    audit: 'alarm.listed',
    input: filter,
    output: Page,
    rest: {
      method: 'GET',
      path: '/alarms',
      summary: 'Alarms of every customer in reach: the open ones, then the last that ended',
    },
  }).query(async ({ ctx: { db, me }, input }) =>
    pageOf(await listAlarms(db, me, null, filterOf(input)), await shortlyBefore(db)),
  ),

  watch: procedure({
    permission: 'alarm.read',
    scope: customer,
    audit: 'alarm.watched',
    input: since,
    output: AlarmEvent,
  }).subscription(({ ctx, input, signal }) =>
    watchAlarms({ me: ctx.me, tick: (work) => ctx.tick((db, landed) => work(db, landed.customer.id)) }, input, signal),
  ),

  watchAll: procedure({
    permission: 'alarm.read',
    scope: reach,
    audit: 'alarm.watched',
    input: since,
    output: AlarmEvent,
  }).subscription(({ ctx, input, signal }) =>
    watchAlarms({ me: ctx.me, tick: (work) => ctx.tick((db) => work(db, null)) }, input, signal),
  ),

  acknowledge: procedure({
    permission: 'alarm.acknowledge',
    scope: alarm,
    audit: 'alarm.acknowledged',
    input: {
      /** What others should know of it. */
      note: Lines.trim().max(mostNoteLength).optional(),
    },
    output: AlarmView.extend({
      /** False: somebody had acknowledged it before, and `acknowledged` says who. */
      isFirst: z.boolean(),
    }),
    rest: { method: 'POST', path: '/alarms/{alarm}/acknowledge', summary: 'Says that somebody looks after an alarm' },
  }).mutation(async ({ ctx: { db, me, alarm, tell }, input }) => {
    const note = input.note === undefined || input.note === '' ? null : input.note;
    const isFirst = await acknowledgeAlarm(db, me, alarm.id, note);
    tell({ alarm: alarm.id, isFirst });
    const now = await findAlarm(db, me, alarm.id);
    if (now === undefined) throw new Error('an alarm was acknowledged and cannot be seen');
    return { ...alarmViewOf(now), isFirst };
  }),

  mailChoice: procedure({
    permission: 'alarm.read',
    scope: self,
    audit: 'alarm.mailViewed',
    output: MailChoice,
    rest: { method: 'GET', path: '/account/alarm-mail', summary: 'Which alarms are mailed to you' },
  }).query(({ ctx }) => choiceOf(ctx.db, ctx.me)),

  chooseMail: procedure({
    permission: 'alarm.read',
    scope: self,
    audit: 'alarm.mailChosen',
    input: {
      /** Their slugs, each of your reach; whatever is not named is not mailed any more. */
      customers: z.array(CustomerSlug).max(500),
      isEvery: z.boolean(),
      isOwnLink: z.boolean().default(false),
    },
    output: MailChoice,
    rest: { method: 'POST', path: '/account/alarm-mail', summary: 'Chooses which alarms are mailed to you' },
  }).mutation(async ({ ctx: { db, me, tell }, input: { customers, ...choice } }) => {
    const named = await namedCustomers(db, me, customers);
    await chooseAlarmMail(db, { customers: named.map(({ id }) => id), ...choice });
    tell({ customers: named.map(({ slug }) => slug), ...choice });
    return choiceOf(db, me);
  }),
});
