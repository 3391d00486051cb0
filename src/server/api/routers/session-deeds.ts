import { z } from 'zod';
import { AppError } from '@/core/errors';
import { DeviceId, PersonId } from '@/core/ids';
import { Title, Words } from '@/core/session-words';
import { limits, titleFrom } from '@/core/sessions';
import type { Transaction } from '@/server/db/connection';
import { findDevices } from '@/server/db/devices';
import { type Author, addStep, type NewStep, openSession } from '@/server/db/session-log';
import { findSession, type Session, stepsOf } from '@/server/db/sessions';
import type { Context } from '../context';
import { procedure } from '../procedure';
import { RunView } from '../run-views';
import { devices, session } from '../scopes';
import { SessionView, StepView, sessionViewOf, stepViewOf } from '../session-views';
import { ReadId, refuseTooMany, startedView, startRun } from '../start-run';

type Db = Transaction['db'];

/** What a deed in a session is done with. */
interface Inside extends Pick<Author, 'me'>, Pick<Context, 'origin'> {
  readonly db: Db;
  readonly session: Session;
}

const authorOf = ({ me, origin }: Pick<Inside, 'me' | 'origin'>): Author => ({ me, from: origin.address });

/** Adds a step and says it as the log has it. */
async function taken(inside: Inside, step: NewStep): Promise<StepView> {
  const { db, me, session } = inside;
  const number = await addStep(db, authorOf(inside), session, step);
  const [told] = await stepsOf(db, me, session.id, number - 1);
  if (told === undefined) throw new Error('a step was added and cannot be seen');
  return stepViewOf(told);
}

const inSession = { permission: 'session.run', scope: session } as const;

/** What changes a session: each adds to its log, and nothing else writes it. */
export const sessionDeeds = {
  open: procedure({
    permission: 'session.run',
    scope: devices,
    audit: 'session.opened',
    input: {
      /** What is wrong, in the words of whoever noticed. */
      symptom: Words,
      /** One line for the list; left out, the symptom's first. */
      title: Title.optional(),
    },
    output: SessionView,
    rest: { method: 'POST', path: '/sessions', summary: 'Open a session on devices of one customer' },
  }).mutation(async ({ ctx, input: { symptom, title } }) => {
    const [first] = ctx.devices;
    if (first === undefined || ctx.devices.length > limits.devices)
      throw new AppError('invalid', `devices: at most ${limits.devices} in one session`);
    const id = await openSession(ctx.db, authorOf(ctx), {
      customerId: first.customerId,
      title: title ?? titleFrom(symptom),
      symptom,
      devices: ctx.devices.map(({ id }) => id),
    });
    ctx.tell({ session: id, devices: ctx.devices.map(({ id }) => id) });
    const made = await findSession(ctx.db, ctx.me, id);
    if (made === undefined) throw new Error('a session was opened and cannot be seen');
    return sessionViewOf(made);
  }),

  run: procedure({
    ...inSession,
    audit: 'session.runsStarted',
    input: {
      /** All of them are taken, or none. */
      runs: z
        .array(
          z.strictObject({
            device: DeviceId,
            action: ReadId,
            /** By the names of the action's parameters. */
            params: z.record(z.string(), z.unknown()).default({}),
          }),
        )
        .min(1)
        .max(limits.runsAtOnce),
    },
    output: z.object({ runs: z.array(RunView), steps: z.array(StepView) }),
    rest: { method: 'POST', path: '/sessions/{session}/runs', summary: 'Run actions on devices of a session' },
  }).mutation(async ({ ctx, input }) => {
    const found = await findDevices(ctx.db, ctx.me, [...new Set(input.runs.map(({ device }) => device))]);
    for (const device of found)
      await refuseTooMany(ctx.db, ctx.me, device, input.runs.filter((one) => one.device === device.id).length);
    const intended = [];
    const before = ctx.session.stepCount;
    for (const { device: id, ...asked } of input.runs) {
      const device = found.find((one) => one.id === id && one.customerId === ctx.session.customerId);
      if (device === undefined) throw new AppError('notFound', 'no such device');
      const run = await startRun(ctx.db, ctx.me, { ...asked, device });
      await addStep(ctx.db, authorOf(ctx), ctx.session, { kind: 'run', run: run.id });
      intended.push(run);
    }
    ctx.tell({
      runs: Object.fromEntries(
        intended.map(({ id, device, action, params }) => [id, { device: device.id, action, params: { ...params } }]),
      ),
    });
    const started = new Set(intended.map(({ id }) => id));
    const steps = (await stepsOf(ctx.db, ctx.me, ctx.session.id, before))
      .filter(({ run }) => run && started.has(run))
      .map(stepViewOf);
    return { runs: await Promise.all(intended.map((run) => startedView(ctx.db, ctx.me, run))), steps };
  }),

  note: procedure({
    ...inSession,
    audit: 'session.noted',
    input: { text: Words },
    output: StepView,
    rest: { method: 'POST', path: '/sessions/{session}/notes', summary: 'Add a note to a session' },
  }).mutation(({ ctx, input: { text } }) => taken(ctx, { kind: 'note', text })),

  rename: procedure({
    ...inSession,
    audit: 'session.renamed',
    input: { title: Title },
    output: StepView,
    rest: { method: 'PATCH', path: '/sessions/{session}', summary: 'Rename a session' },
  }).mutation(({ ctx, input: { title } }) => {
    ctx.tell({ before: { title: ctx.session.title }, after: { title } });
    return taken(ctx, { kind: 'renamed', text: title });
  }),

  addDevices: procedure({
    ...inSession,
    audit: 'session.devicesAdded',
    input: { devices: z.array(DeviceId).min(1).max(limits.devices) },
    output: z.object({ steps: z.array(StepView) }),
    rest: { method: 'POST', path: '/sessions/{session}/devices', summary: 'Add devices to a session' },
  }).mutation(async ({ ctx, input }) => {
    const ids = [...new Set(input.devices)];
    const found = await findDevices(ctx.db, ctx.me, ids);
    if (found.length !== ids.length || found.some(({ customerId }) => customerId !== ctx.session.customerId))
      throw new AppError('notFound', 'no such device');
    ctx.tell({ devices: ids });
    const steps = [];
    for (const device of ids) steps.push(await taken(ctx, { kind: 'deviceAdded', device }));
    return { steps };
  }),

  handOver: procedure({
    ...inSession,
    audit: 'session.handedOver',
    input: {
      /** One of `holders`. */
      to: PersonId,
      note: Words.optional(),
    },
    output: StepView,
    rest: { method: 'POST', path: '/sessions/{session}/hand-over', summary: 'Hand a session over to somebody' },
  }).mutation(({ ctx, input: { to, note } }) => {
    ctx.tell({ to });
    return taken(ctx, { kind: 'handedOver', to, text: note ?? null });
  }),

  close: procedure({
    ...inSession,
    audit: 'session.closed',
    input: { cause: Words },
    output: StepView,
    rest: { method: 'POST', path: '/sessions/{session}/close', summary: 'Close a session with its cause' },
  }).mutation(({ ctx, input: { cause } }) => taken(ctx, { kind: 'closed', text: cause })),

  reopen: procedure({
    ...inSession,
    audit: 'session.reopened',
    input: { reason: Words },
    output: StepView,
    rest: { method: 'POST', path: '/sessions/{session}/reopen', summary: 'Reopen a closed session with a reason' },
  }).mutation(({ ctx, input: { reason } }) => taken(ctx, { kind: 'reopened', text: reason })),
};
