import { z } from 'zod';
import { roles } from '@/core/access';
import { DeviceId, PersonId } from '@/core/ids';
import { sessionStates } from '@/core/sessions';
import { Line } from '@/core/text';
import { shortlyBefore } from '@/server/db/clock';
import { findDevices } from '@/server/db/devices';
import { findRuns } from '@/server/db/runs';
import { holdersOf, listSessions, runIdsOf, type SessionFilter, stepsOf } from '@/server/db/sessions';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { WholeDeviceView } from '../device-views';
import { procedure, router } from '../procedure';
import { followed } from '../run-following';
import { RunView, viewsOf } from '../run-views';
import { customer, reach, session } from '../scopes';
import { ExportPiece, exportFormats, exportSession } from '../session-export';
import { SessionView, StepView, sessionViewOf, stepViewOf } from '../session-views';
import { SessionEvent, watchSession } from '../session-watch';
import { sessionDeeds } from './session-deeds';

const filter = {
  /** Part of the title, in any case; or a number, `S-12`. */
  q: Line.trim().max(128).optional(),
  state: z.enum(sessionStates).optional(),
  /** Only sessions about this device. */
  device: DeviceId.optional(),
  after: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

const Page = z.object({
  items: z.array(SessionView),
  /** Where the next page begins: pass it as `after`. Null on the last page. */
  next: z.string().nullable(),
  /** How many match in each state, whichever state the page itself is filtered by. */
  states: z.record(z.enum(sessionStates), z.int()),
});

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

const filterOf = ({ q, after, ...rest }: z.output<z.ZodObject<typeof filter>>): SessionFilter => ({
  ...rest,
  q: q === '' ? undefined : q,
  after: after === undefined ? undefined : decodeCursor(Cursor, after),
});

const pageOf = ({ items, next, states }: Awaited<ReturnType<typeof listSessions>>) => ({
  items: items.map(sessionViewOf),
  next: next && encodeCursor(next),
  states,
});

export const sessionsRouter = router({
  ...sessionDeeds,

  list: procedure({
    permission: 'session.read',
    scope: customer,
    audit: 'session.listed',
    input: filter,
    output: Page,
    rest: { method: 'GET', path: '/sessions', summary: 'Sessions of one customer, the newest first' },
  }).query(async ({ ctx, input }) => pageOf(await listSessions(ctx.db, ctx.me, ctx.customer.id, filterOf(input)))),

  listAll: procedure({
    permission: 'session.read',
    scope: reach,
    audit: 'session.listed',
    input: filter,
    output: Page,
    rest: { method: 'GET', path: '/sessions/all', summary: 'Sessions of every customer in reach, the newest first' },
  }).query(async ({ ctx, input }) => pageOf(await listSessions(ctx.db, ctx.me, null, filterOf(input)))),

  get: procedure({
    permission: 'session.read',
    scope: session,
    audit: 'session.viewed',
    output: z.object({
      session: SessionView,
      steps: z.array(StepView),
      /** The session's devices, as they are now. */
      devices: z.array(WholeDeviceView),
      /** In the order of their steps. */
      runs: z.array(RunView),
      /** The time of this answer: `sessions.watch` goes on from here. */
      now: z.string(),
    }),
    rest: { method: 'GET', path: '/sessions/{session}', summary: 'One session with its log' },
  }).query(async ({ ctx: { db, me, session } }) => ({
    session: sessionViewOf(session),
    steps: (await stepsOf(db, me, session.id)).map(stepViewOf),
    devices: await findDevices(
      db,
      me,
      session.devices.map(({ id }) => id),
    ),
    runs: await viewsOf(db, await findRuns(db, me, await runIdsOf(db, me, session.id))),
    now: await shortlyBefore(db),
  })),

  watch: procedure({
    permission: 'session.read',
    scope: session,
    audit: 'session.watched',
    input: {
      ...followed,
      /** The number of the last step on screen. */
      after: z.int().min(0).default(0),
    },
    output: SessionEvent,
  }).subscription(({ ctx, input, signal }) => watchSession(ctx, input, signal)),

  holders: procedure({
    permission: 'session.run',
    scope: session,
    audit: 'session.holdersListed',
    output: z.object({ items: z.array(z.object({ id: PersonId, name: z.string(), role: z.enum(roles) })) }),
    rest: { method: 'GET', path: '/sessions/{session}/holders', summary: 'Who may look after a session' },
  }).query(async ({ ctx }) => ({ items: await holdersOf(ctx.db, ctx.session.customerId) })),

  /** What a download is made of; see `http/report.ts`. */
  export: procedure({
    permission: 'record.export',
    scope: session,
    audit: 'session.exportAsked',
    input: { as: z.enum(exportFormats) },
    output: ExportPiece,
  }).subscription(({ ctx, input, signal }) => exportSession(ctx, input.as, signal)),
});
