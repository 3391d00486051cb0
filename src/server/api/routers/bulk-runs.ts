import { z } from 'zod';
import type { Principal } from '@/core/access';
import { isReadId } from '@/core/actions/index';
import { isRepeatable, mostBulkDevices, settled, tooManyForBulk } from '@/core/bulk-runs';
import { AppError } from '@/core/errors';
import { BulkRunId, type CustomerId, DeviceId } from '@/core/ids';
import { number } from '@/core/shown/format';
import { askAllToStop } from '@/server/db/bulk-intents';
import { type BulkRun, devicesOf, findBulkRun, listBulkRuns, repeatsOf } from '@/server/db/bulk-runs';
import { shortlyBefore } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import { bulkExportFormats, exportBulkRun } from '../bulk-export';
import { BulkDeviceView, BulkRunView, bulkDeviceViewsOf, bulkRunViewOf } from '../bulk-views';
import { BulkEvent, watchBulkRun } from '../bulk-watch';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { allMatching, Expected, Matching } from '../matching-devices';
import { procedure, router } from '../procedure';
import { bulkRun, customer, reach } from '../scopes';
import { ExportPiece } from '../session-export';
import { allNamed, startBulkRun } from '../start-bulk-run';
import { ReadId } from '../start-run';

type Db = Transaction['db'];

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

const page = {
  after: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
};
const Page = z.object({
  items: z.array(BulkRunView),
  /** Where the next page begins: pass it as `after`. Null on the last page. */
  next: z.string().nullable(),
});

async function pageOf(
  { db, me }: { readonly db: Db; readonly me: Principal },
  of: CustomerId | null,
  { after, limit }: z.output<z.ZodObject<typeof page>>,
) {
  const before = after === undefined ? undefined : decodeCursor(Cursor, after);
  const { items, next } = await listBulkRuns(db, me, of, { limit, before });
  return { items: items.map(bulkRunViewOf), next: next && encodeCursor(next) };
}

const bounds = { most: mostBulkDevices, tooMany: tooManyForBulk(), deed: 'run it' };

async function viewOf(db: Db, me: Principal, id: BulkRunId) {
  const made = await findBulkRun(db, me, id);
  if (made === undefined) throw new Error('a bulk run was made and cannot be seen');
  return bulkRunViewOf(made);
}

/** What is repeated, as it stands now. Throws `conflict` while it is not over, and where it is not what was seen. */
async function allToRepeat(db: Db, me: Principal, of: BulkRun, expected: number): Promise<readonly DeviceId[]> {
  const open = of.devices - settled(of.counts);
  if (open > 0) throw new AppError('conflict', `${number(open)} have not ended: stop them, or wait.`);
  const failed = (await devicesOf(db, me, of.id)).filter(({ outcome }) => isRepeatable(outcome));
  if (failed.length === 0) throw new AppError('conflict', 'Nothing failed, so there is nothing to repeat.');
  if (failed.length !== expected)
    throw new AppError(
      'conflict',
      `${number(expected)} could be repeated when you looked, ${number(failed.length)} can now. Look again, then repeat them.`,
    );
  return failed.map(({ device }) => device);
}

export const bulkRunsRouter = router({
  start: procedure({
    permission: 'session.run',
    scope: customer,
    audit: 'bulkRun.started',
    input: {
      action: ReadId,
      /** By the names of the action's parameters. */
      params: z.record(z.string(), z.unknown()).default({}),
      /** These devices, all of this customer; or else `matching`. */
      devices: z.array(DeviceId).min(1).max(mostBulkDevices).optional(),
      /** All that this filter of `devices.list` finds, if they are as many as `expected`. */
      matching: Matching.optional(),
    },
    output: BulkRunView,
    rest: { method: 'POST', path: '/bulk-runs', summary: 'Run an action on many devices of one customer' },
  }).mutation(async ({ ctx: { db, me, customer, tell }, input }) => {
    const { action, params, devices: named, matching: filter } = input;
    if ((named === undefined) === (filter === undefined))
      throw new AppError('invalid', 'devices: name either devices or what they match');
    const devices =
      filter === undefined
        ? await allNamed(db, me, customer.id, named ?? [])
        : await allMatching(db, me, { customer, filter }, bounds);
    const asked = { customerId: customer.id, action, params, devices, repeatOf: null };
    const { id, detail } = await startBulkRun(db, me, asked);
    tell(detail);
    return viewOf(db, me, id);
  }),

  repeat: procedure({
    permission: 'session.run',
    scope: bulkRun,
    audit: 'bulkRun.repeated',
    input: { expected: Expected },
    output: BulkRunView,
    rest: { method: 'POST', path: '/bulk-runs/{bulkRun}/repeat', summary: 'Repeat what failed of a bulk run' },
  }).mutation(async ({ ctx: { db, me, bulkRun, tell }, input: { expected } }) => {
    const { customerId, action, params, id: repeatOf } = bulkRun;
    if (!isReadId(action)) throw new AppError('conflict', `This version of Routeward does not know ${action}.`);
    const devices = await allNamed(db, me, customerId, await allToRepeat(db, me, bulkRun, expected));
    const { id, detail } = await startBulkRun(db, me, { customerId, action, params, devices, repeatOf });
    tell(detail);
    return viewOf(db, me, id);
  }),

  stop: procedure({
    permission: 'session.run',
    scope: bulkRun,
    audit: 'bulkRun.stopped',
    output: z.object({ asked: z.int() }),
    rest: { method: 'POST', path: '/bulk-runs/{bulkRun}/stop', summary: 'Stop whatever of a bulk run has not ended' },
  }).mutation(async ({ ctx: { db, me, bulkRun, tell } }) => {
    const asked = await askAllToStop(db, me, bulkRun);
    tell({ runs: asked });
    return { asked };
  }),

  list: procedure({
    permission: 'session.read',
    scope: customer,
    audit: 'bulkRun.listed',
    input: page,
    output: Page,
    rest: { method: 'GET', path: '/bulk-runs', summary: 'Bulk runs of one customer, the newest first' },
  }).query(({ ctx, input }) => pageOf(ctx, ctx.customer.id, input)),

  listAll: procedure({
    permission: 'session.read',
    scope: reach,
    audit: 'bulkRun.listed',
    input: page,
    output: Page,
    rest: { method: 'GET', path: '/bulk-runs/all', summary: 'Bulk runs of every customer in reach, the newest first' },
  }).query(({ ctx, input }) => pageOf(ctx, null, input)),

  get: procedure({
    permission: 'session.read',
    scope: bulkRun,
    audit: 'bulkRun.viewed',
    output: z.object({
      bulkRun: BulkRunView,
      /** Bulk runs that repeated what failed of it, the newest first. */
      repeats: z.array(z.object({ id: BulkRunId, askedAt: z.string() })),
      /** By name. */
      devices: z.array(BulkDeviceView),
      /** The time of this answer: `bulkRuns.watch` goes on from here. */
      now: z.string(),
    }),
    rest: { method: 'GET', path: '/bulk-runs/{bulkRun}', summary: 'One bulk run with how each device stands' },
  }).query(async ({ ctx: { db, me, bulkRun } }) => {
    const now = await shortlyBefore(db);
    return {
      bulkRun: bulkRunViewOf(bulkRun),
      repeats: await repeatsOf(db, me, bulkRun.id),
      devices: await bulkDeviceViewsOf(db, bulkRun, await devicesOf(db, me, bulkRun.id)),
      now,
    };
  }),

  watch: procedure({
    permission: 'session.read',
    scope: bulkRun,
    audit: 'bulkRun.watched',
    input: { since: Moment },
    output: BulkEvent,
  }).subscription(({ ctx, input, signal }) => watchBulkRun(ctx, input, signal)),

  /** What a download is made of; see `http/report.ts`. */
  export: procedure({
    permission: 'record.export',
    scope: bulkRun,
    audit: 'bulkRun.exportAsked',
    input: { as: z.enum(bulkExportFormats) },
    output: ExportPiece,
  }).subscription(({ ctx, input }) => exportBulkRun(ctx, input.as)),
});
