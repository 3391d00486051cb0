import { z } from 'zod';
import { changeStates } from '@/core/change/change';
import { whyNotRevert } from '@/core/change/decide';
import { AppError } from '@/core/errors';
import { ChangeId, DeviceId } from '@/core/ids';
import { madeAgainBy, takenBackBy } from '@/server/db/change-follow-ups';
import { changesForMe, countForMe } from '@/server/db/change-inbox';
import { listChanges } from '@/server/db/change-list';
import type { Change } from '@/server/db/changes';
import type { Transaction } from '@/server/db/connection';
import { findDevice } from '@/server/db/devices';
import { templateBehind, templateInForce } from '@/server/db/templates';
import { wantChange } from '../ask-for-change';
import { among, change } from '../change-scopes';
import { ChangeLine, ChangeView, changeLineOf, changeViewOf, previewOf, valuesOf } from '../change-views';
import { watchChange } from '../change-watch';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { procedure, router } from '../procedure';
import { device } from '../scopes';
import { changeDecisions } from './change-decisions';
import { changeOnCall } from './change-on-call';

type Db = Transaction['db'];

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });
const State = z.enum(changeStates);
/** A list; or, as an address has it, a text with commas. */
const States = z.union([
  z.array(State).max(changeStates.length),
  z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(State)),
]);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const linesOf = (db: Db, changes: readonly Change[]) => Promise.all(changes.map((one) => changeLineOf(db, one)));

/** Changes of devices: what is to be done, what it would do, who allowed it, and how it went. */
export const changesRouter = router({
  ask: procedure({
    permission: 'template.deploy',
    scope: device,
    audit: 'change.asked',
    input: {
      /** Of the library, a direct write action, or one of somebody’s own that is published. */
      template: z.string().max(64),
      /** By the names of the template's parameters. */
      values: z.record(z.string(), z.unknown()).default({}),
    },
    output: z.object({ change: ChangeId }),
    rest: { method: 'POST', path: '/changes', summary: 'Ask for a change of a device by a template: it is previewed' },
  }).mutation(async ({ ctx: { db, me, device, tell }, input }) => {
    const template = await templateInForce(db, input.template);
    if (template === null) throw new AppError('invalid', 'template: no such template');
    const { id, detail } = await wantChange(db, me, { device, template, values: input.values, reverts: null });
    tell(detail);
    return { change: id };
  }),

  revert: procedure({
    permission: 'template.deploy',
    scope: change,
    audit: 'change.asked',
    output: z.object({ change: ChangeId }),
    rest: { method: 'POST', path: '/changes/{change}/revert', summary: 'Ask for a change to be taken back' },
  }).mutation(async ({ ctx: { db, me, change, tell } }) => {
    const inverse = (await previewOf(db, change))?.inverse ?? [];
    const others = { takenBack: await takenBackBy(db, me, change), madeAgain: await madeAgainBy(db, me, change) };
    const hindrance = whyNotRevert({ ...change, inverse, ...others }, me.role);
    if (hindrance !== null) throw hindrance;
    const { template: of, version, id: reverts } = change;
    // What took place is undone by what it was made with, retired or not.
    const template = await templateBehind(db, of, version);
    if (template === null) throw new AppError('conflict', `This version of Routeward has no template ${of}.`);
    const device = await findDevice(db, me, change.device);
    if (device === undefined) throw new AppError('notFound', 'no such device');
    const values = await valuesOf(db, change);
    if (values === null) throw new AppError('conflict', 'What it was asked with cannot be opened any more.');
    const { id, detail } = await wantChange(db, me, { device, template, values, reverts });
    tell(detail);
    return { change: id };
  }),

  ...changeDecisions,
  ...changeOnCall,

  list: procedure({
    permission: 'template.deploy',
    scope: among,
    audit: 'change.listed',
    input: {
      /** Only those of this device. */
      device: DeviceId.optional(),
      /** Only those that have come so far. */
      states: States.optional(),
      /** `me`: only what the caller may authorise or review at this moment, what is due first first; all of it on one page. */
      waitingFor: z.enum(['me']).optional(),
      /** The `next` of the page before. */
      before: z.string().max(512).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    },
    output: z.object({
      items: z.array(ChangeLine),
      /** Where the next page begins: pass it as `before`. Null on the last page. */
      next: z.string().nullable(),
      /** How many there are in each state, whichever states the page itself is filtered by. */
      states: z.partialRecord(State, z.int()),
      /** How many the caller may authorise or review at this moment, of whichever device. */
      forMe: z.int(),
    }),
    rest: { method: 'GET', path: '/changes', summary: 'Changes of one customer or of all in reach, the newest first' },
  }).query(async ({ ctx: { db, me, among }, input: { customer: _slug, before, waitingFor, ...filter } }) => {
    const from = before === undefined ? undefined : decodeCursor(Cursor, before, 'before');
    const { items, next, states } = await listChanges(db, me, { ...filter, customerId: among, before: from });
    const counts = await countForMe(db, me);
    const forMe = among === null ? sum([...counts.values()]) : (counts.get(among) ?? 0);
    if (waitingFor === undefined)
      return { items: await linesOf(db, items), next: next && encodeCursor(next), states, forMe };
    const waiting = await changesForMe(db, me, { customerId: among, limit: filter.limit });
    return { items: await linesOf(db, waiting), next: null, states, forMe };
  }),

  get: procedure({
    permission: 'template.deploy',
    scope: change,
    audit: 'change.viewed',
    output: ChangeView,
    rest: { method: 'GET', path: '/changes/{change}', summary: 'One change, with what its preview found' },
  }).query(({ ctx: { db, me, change } }) => changeViewOf(db, me, change)),

  watch: procedure({
    permission: 'template.deploy',
    scope: change,
    audit: 'change.watched',
    output: ChangeView,
  }).subscription(({ ctx, input, signal }) => watchChange(ctx, input.change, signal)),
});
