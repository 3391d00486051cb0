import { z } from 'zod';
import { shortlyBefore } from '@/server/db/clock';
import { askToStop, runsOfDevice } from '@/server/db/runs';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { procedure, router } from '../procedure';
import { Row, RunView, rowsFrom, viewOf, viewsOf } from '../run-views';
import { device, run } from '../scopes';
import { ReadId, refuseTooMany, startedView, startRun } from '../start-run';

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

/** A batch holds what a quarter of a second brought. */
const batchesAPage = 32;

export const runsRouter = router({
  start: procedure({
    permission: 'session.run',
    scope: device,
    audit: 'run.started',
    input: {
      action: ReadId,
      /** By the names of the action's parameters. */
      params: z.record(z.string(), z.unknown()).default({}),
    },
    output: RunView,
    rest: { method: 'POST', path: '/devices/{device}/runs', summary: 'Run an action of the catalogue on a device' },
  }).mutation(async ({ ctx, input }) => {
    await refuseTooMany(ctx.db, ctx.me, ctx.device, 1);
    const started = await startRun(ctx.db, ctx.me, { ...input, device: ctx.device });
    ctx.tell({ run: started.id, action: started.action, params: started.params });
    return startedView(ctx.db, ctx.me, started);
  }),

  stop: procedure({
    permission: 'session.run',
    scope: run,
    audit: 'run.stopped',
    output: z.object({ asked: z.boolean() }),
    rest: { method: 'POST', path: '/runs/{run}/stop', summary: 'Ask for a run to be stopped' },
  }).mutation(async ({ ctx }) => ({ asked: await askToStop(ctx.db, ctx.me, ctx.run) })),

  get: procedure({
    permission: 'session.read',
    scope: run,
    audit: 'run.viewed',
    output: RunView,
    rest: { method: 'GET', path: '/runs/{run}', summary: 'One run' },
  }).query(({ ctx }) => viewOf(ctx.db, ctx.run)),

  rows: procedure({
    permission: 'session.read',
    scope: run,
    audit: 'run.viewed',
    input: { from: z.coerce.number().int().min(0).default(0) },
    output: z.object({
      /** The number of the first of these rows, from 0. */
      first: z.int(),
      rows: z.array(Row),
      /** Pass it as `from` for the rows that follow; null when the run has ended and these were the last. */
      next: z.int().nullable(),
    }),
    rest: { method: 'GET', path: '/runs/{run}/rows', summary: 'Rows of a run, from a number on' },
  }).query(async ({ ctx, input: { from } }) => {
    const rows = await rowsFrom(ctx, ctx.run, { from, batches: batchesAPage });
    const next = from + rows.length;
    return { first: from, rows, next: ctx.run.endedAt !== null && next >= ctx.run.rowCount ? null : next };
  }),

  list: procedure({
    permission: 'session.read',
    scope: device,
    audit: 'run.listed',
    input: { after: z.string().max(512).optional(), limit: z.coerce.number().int().min(1).max(100).default(20) },
    output: z.object({
      items: z.array(RunView),
      next: z.string().nullable(),
      /** The time of this answer: `devices.watch` goes on from here. */
      now: z.string(),
    }),
    rest: { method: 'GET', path: '/devices/{device}/runs', summary: 'Runs on a device, the newest first' },
  }).query(async ({ ctx, input: { after, limit } }) => {
    const before = after === undefined ? undefined : decodeCursor(Cursor, after);
    const found = await runsOfDevice(ctx.db, ctx.me, ctx.device.id, { limit: limit + 1, before });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last ? encodeCursor({ at: last.intendedAt, id: last.id }) : null;
    return { items: await viewsOf(ctx.db, items), next, now: await shortlyBefore(ctx.db) };
  }),
});
