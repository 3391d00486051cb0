import { z } from 'zod';
import { AppError } from '@/core/errors';
import type { SessionId } from '@/core/ids';
import { type Device, findDevices } from '@/server/db/devices';
import { runIdsOf, type Session, stepsOf } from '@/server/db/sessions';
import { Bell } from './bell';
import { WholeDeviceView } from './device-views';
import type { Shown } from './procedure';
import { RunFollower, runEvents } from './run-following';
import { SessionView, StepView, sessionViewOf, stepViewOf } from './session-views';
import type { InsideWatch } from './watch-door';

/** One thing that happened in a session. Steps come in order, each once. */
export const SessionEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), session: SessionView }),
  z.object({ kind: z.literal('step'), step: StepView }),
  /** A device of the session: how it is, and what it last answered. */
  z.object({ kind: z.literal('device'), device: WholeDeviceView }),
  ...runEvents,
]);
export type SessionEvent = z.infer<typeof SessionEvent>;

/** Many runs announce themselves at once, and a screen is drawn four times a second. */
const betweenLooksMs = 100;

interface Wanted {
  readonly session: SessionId;
  readonly since: string;
  readonly known: Readonly<Record<string, number>>;
  /** The number of the last step on screen. */
  readonly after: number;
  readonly lastEventId?: string | undefined;
}

/**
 * Follows a session: how it stands, each step from `after` on, and its runs as a device's are followed. `lastEventId`
 * (`step/runs`) continues a view that was cut.
 */
export async function* watchSession(
  { me, tick }: Pick<InsideWatch<{ readonly session: Session }>, 'me' | 'tick'>,
  wanted: Wanted,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<SessionEvent>> {
  const { session: id, lastEventId } = wanted;
  const { step, positions } =
    lastEventId === undefined ? { step: wanted.after, positions: undefined } : placeIn(lastEventId);
  const runs = new RunFollower(me, wanted, positions);
  let shownSteps = step;
  const mine = new Set<string>();
  let customer = '';
  const bell = new Bell(
    me,
    [
      ['routeward_session', (payload) => payload.startsWith(id)],
      ['routeward_status', (payload) => payload === customer],
      ['routeward_rows', (payload) => mine.has(payload.split(' ')[0] ?? '')],
    ],
    betweenLooksMs,
  );
  try {
    while (signal?.aborted !== true) {
      const { events, isMore } = await tick(async (db, { session: found }) => {
        customer = found.customerId;
        const stands: SessionEvent = { kind: 'session', session: sessionViewOf(found) };
        const devices = await findDevices(
          db,
          me,
          found.devices.map((device) => device.id),
        );
        // Before the steps, so that no run is shown whose step is not.
        const ids = await runIdsOf(db, me, id);
        const steps = await stepsOf(db, me, id, shownSteps);
        for (const run of ids) mine.add(run);
        const told = await runs.look(db, { runs: ids });
        const news: SessionEvent[] = [
          ...(runs.isNew('session', stands) ? [stands] : []),
          ...devices.filter((device) => runs.isNew(device.id, device)).map(deviceEventOf),
          ...steps.map((step) => stepEventOf(stepViewOf(step))),
        ];
        return { events: [...news, ...told.events], isMore: told.isMore };
      });
      for (const event of events) {
        if (event.kind === 'step') shownSteps = event.step.number;
        else if (event.kind === 'run' || event.kind === 'rows') runs.advance(event);
        yield { id: `${shownSteps}/${runs.written()}`, data: event };
      }
      if (!isMore) await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}

type Told<Kind extends SessionEvent['kind']> = Extract<SessionEvent, { kind: Kind }>;

const stepEventOf = (step: z.infer<typeof StepView>): Told<'step'> => ({ kind: 'step', step });
const deviceEventOf = (device: Device): Told<'device'> => ({ kind: 'device', device: WholeDeviceView.parse(device) });

function placeIn(text: string): { step: number; positions: string } {
  const [, step, positions] = /^(\d{1,6})\/(.+)$/.exec(text) ?? [];
  if (step === undefined || positions === undefined)
    throw new AppError('invalid', 'lastEventId: not an id of this view');
  return { step: Number(step), positions };
}
