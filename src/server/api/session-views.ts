import { z } from 'zod';
import { roles } from '@/core/access';
import { CustomerSlug, DeviceId, RunId, SessionId } from '@/core/ids';
import { sessionStates, stepKinds, type ToldStep } from '@/core/sessions';
import type { Session } from '@/server/db/sessions';

const Actor = z.object({ name: z.string(), role: z.enum(roles) });

export const SessionView = z.object({
  id: SessionId,
  customer: CustomerSlug,
  /** Each customer's count from 1; written `S-12`. */
  number: z.int(),
  title: z.string(),
  state: z.enum(sessionStates),
  /** Times are ISO 8601, UTC. */
  openedAt: z.string(),
  openedBy: Actor,
  /** Who looks after it now. */
  holder: z.string(),
  closedAt: z.string().nullable(),
  /** What it was closed with. */
  cause: z.string().nullable(),
  devices: z.array(z.object({ id: DeviceId, name: z.string() })),
  steps: z.int(),
  runs: z.int(),
});
export type SessionView = z.infer<typeof SessionView>;

export const StepView = z.object({
  /** From 1, without a gap. */
  number: z.int(),
  kind: z.enum(stepKinds),
  at: z.string(),
  by: Actor,
  /** The symptom, note, cause, reason or new title. */
  text: z.string().nullable(),
  device: DeviceId.nullable(),
  run: RunId.nullable(),
  /** Whom it was handed over to. */
  to: z.string().nullable(),
});
export type StepView = z.infer<typeof StepView>;

/** Where it was asked from is for the audit, and for the record that is exported. */
export const stepViewOf = ({ from: _, ...step }: ToldStep): StepView => step;

export const sessionViewOf = ({ stepCount, runCount, ...session }: Session): SessionView => ({
  ...session,
  devices: session.devices.map((device) => ({ ...device })),
  steps: stepCount,
  runs: runCount,
});
