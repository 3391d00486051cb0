import { z } from 'zod';
import { may } from '@/core/access';
import { AppError } from '@/core/errors';
import { DeviceId, RolloutId } from '@/core/ids';
import { whyNotRetry } from '@/core/rollout/decide';
import { mostInWave, mostRolloutDevices, tooManyForRollout, usualWave } from '@/core/rollout/rollout';
import { databaseTime } from '@/server/db/clock';
import { countRolloutsForMe, rolloutsForMe } from '@/server/db/rollout-inbox';
import { membersOf } from '@/server/db/rollout-members';
import { listRollouts } from '@/server/db/rollouts';
import { templateAt, templateInForce } from '@/server/db/templates';
import { wantRollout } from '../ask-for-rollout';
import { among } from '../change-scopes';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { allMatching, Matching } from '../matching-devices';
import { procedure, router } from '../procedure';
import { memberViewsOf } from '../rollout-members';
import { rollout } from '../rollout-scope';
import { MemberView, RolloutLine, RolloutView } from '../rollout-shapes';
import { decidableOf, failuresOf, rolloutLineOf, rolloutViewOf, valuesOfRollout } from '../rollout-views';
import { RolloutEvent, watchRollout } from '../rollout-watch';
import { customer } from '../scopes';
import { rolloutDecisions } from './rollout-decisions';

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

const bounds = { most: mostRolloutDevices, tooMany: tooManyForRollout(), deed: 'deploy it' };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** One template on many devices of a customer: previewed on each, authorised once, and made in waves. */
export const rolloutsRouter = router({
  ask: procedure({
    permission: 'template.deploy',
    scope: customer,
    audit: 'rollout.asked',
    input: {
      /** Of the library, or one of somebody’s own that is published: a write action is made on one device at a time. */
      template: z.string().max(64),
      /** By the names of the template's parameters: the same on each device. */
      values: z.record(z.string(), z.unknown()).default({}),
      /** All of this customer, in the order in which they are made: the first of them alone. Or else `matching`. */
      devices: z.array(DeviceId).min(1).max(mostRolloutDevices).optional(),
      /** All that this filter of `devices.list` finds, by name, if they are as many as `expected`: the list is taken now, and stays. */
      matching: Matching.optional(),
      /** How many devices are made at a time behind the first one. */
      waveSize: z.int().min(1).max(mostInWave).default(usualWave),
    },
    output: z.object({ rollout: RolloutId }),
    rest: { method: 'POST', path: '/rollouts', summary: 'Ask for a template on many devices: each is previewed' },
  }).mutation(async ({ ctx: { db, me, customer, tell }, input }) => {
    const { values, devices: named, matching, waveSize } = input;
    if ((named === undefined) === (matching === undefined))
      throw new AppError('invalid', 'devices: name either devices or what they match');
    const template = await templateInForce(db, input.template);
    if (template === null || template.isDirect === true) throw new AppError('invalid', 'template: no such template');
    const found = matching && (await allMatching(db, me, { customer, filter: matching }, bounds));
    const devices = found?.map(({ id }) => id) ?? named ?? [];
    const asking = { template, values, devices, waveSize, customerId: customer.id, retryOf: null };
    const { id, detail } = await wantRollout(db, me, asking);
    tell(detail);
    return { rollout: id };
  }),

  retry: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.asked',
    output: z.object({ rollout: RolloutId }),
    rest: {
      method: 'POST',
      path: '/rollouts/{rollout}/retry',
      summary: 'Ask once more for what failed of a rollout: previewed and authorised anew',
    },
  }).mutation(async ({ ctx: { db, me, rollout, tell } }) => {
    const members = await membersOf(db, me, [rollout.id]);
    const failures = failuresOf(members);
    const now = await databaseTime(db);
    const hindrance = whyNotRetry(await decidableOf(db, rollout, { members, now }), failures.length);
    if (hindrance !== null) throw hindrance;
    // Exactly the version that it was asked with: that there is one is what was looked at.
    const bound = await templateAt(db, rollout.template, rollout.version);
    if (bound === null) throw new Error('a rollout is asked for once more and its template is gone');
    const values = await valuesOfRollout(db, me, members);
    if (values === null) throw new AppError('conflict', 'What it was asked with cannot be opened any more.');
    const { customerId, waveSize, id: retryOf } = rollout;
    const devices = failures.map(({ device }) => device);
    const asking = { customerId, template: bound.template, values, devices, waveSize, retryOf };
    const { id, detail } = await wantRollout(db, me, asking);
    tell(detail);
    return { rollout: id };
  }),

  ...rolloutDecisions,

  list: procedure({
    permission: 'template.deploy',
    scope: among,
    audit: 'rollout.listed',
    input: {
      /** `me`: only what the caller may authorise at this moment. */
      waitingFor: z.enum(['me']).optional(),
      /** The `next` of the page before. */
      before: z.string().max(512).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    },
    output: z.object({
      items: z.array(RolloutLine),
      /** Where the next page begins: pass it as `before`. Null on the last page. */
      next: z.string().nullable(),
      /** How many the caller may authorise at this moment. */
      forMe: z.int(),
    }),
    rest: {
      method: 'GET',
      path: '/rollouts',
      summary: 'Rollouts of one customer or of all in reach, the newest first; an Operator sees the own',
    },
  }).query(async ({ ctx: { db, me, among }, input: { before, limit, waitingFor } }) => {
    const from = before === undefined ? undefined : decodeCursor(Cursor, before, 'before');
    // Whoever may authorise what others asked for sees it.
    const isOwn = !may(me.role, 'change.authorise');
    const page = { customerId: among, before: from, limit };
    const { items, next } = await (waitingFor === undefined
      ? listRollouts(db, me, { ...page, isOwn })
      : rolloutsForMe(db, me, page));
    const waiting = await countRolloutsForMe(db, me);
    const forMe = among === null ? sum([...waiting.values()]) : (waiting.get(among) ?? 0);
    const ids = items.map(({ id }) => id);
    const members = await membersOf(db, me, ids);
    const lines = items.map((one) =>
      rolloutLineOf(
        db,
        one,
        members.filter((member) => member.rollout === one.id),
      ),
    );
    return {
      items: await Promise.all(lines),
      next: next && encodeCursor(next),
      forMe,
    };
  }),

  get: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.viewed',
    output: z.object({
      rollout: RolloutView,
      /** In the order in which they are made. */
      members: z.array(MemberView),
    }),
    rest: { method: 'GET', path: '/rollouts/{rollout}', summary: 'One rollout with how each device stands' },
  }).query(async ({ ctx: { db, me, rollout } }) => {
    const members = await membersOf(db, me, [rollout.id]);
    return {
      rollout: await rolloutViewOf(db, me, rollout, members),
      members: await memberViewsOf(db, me, rollout, members),
    };
  }),

  watch: procedure({
    permission: 'template.deploy',
    scope: rollout,
    audit: 'rollout.watched',
    output: RolloutEvent,
  }).subscription(({ ctx, input, signal }) => watchRollout(ctx, input.rollout, signal)),
});
