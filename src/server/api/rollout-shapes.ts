import { z } from 'zod';
import { roles } from '@/core/access';
import { changeStates, stages } from '@/core/change/change';
import { deeds } from '@/core/change/predict';
import { verbs } from '@/core/change/step';
import { faultCodes } from '@/core/faults';
import { ChangeId, CustomerSlug, DeviceId, RolloutId } from '@/core/ids';
import { rolloutStates, type ToldMember, type ToldRollout, type ToldRolloutLine } from '@/core/rollout/rollout';

const tier = z.enum(['W1', 'W2', 'W3']);
const actor = z.object({ name: z.string(), role: z.enum(roles) });

/** A rollout in a list. Times are ISO 8601, UTC. */
export const RolloutLine = z.object({
  id: RolloutId,
  customer: CustomerSlug,
  /** The customer's count from 1. */
  number: z.int(),
  /** An id of the library, such as `system.ntp`, or of somebody’s own. */
  template: z.string(),
  version: z.int(),
  title: z.string(),
  state: z.enum(rolloutStates),
  /** The highest of its changes; null: none was previewed. */
  tier: tier.nullable(),
  takesTwo: z.boolean(),
  /** How many devices a wave has behind the first one, which is one device alone. */
  waveSize: z.int(),
  by: actor,
  isOwn: z.boolean(),
  askedAt: z.string(),
  authorisedBy: actor.nullable(),
  authorisedAt: z.string().nullable(),
  isBreakGlass: z.boolean(),
  endedAt: z.string().nullable(),
  /** How many devices stand how; `leftOut`: nothing was authorised of them. */
  counts: z.object({
    devices: z.int(),
    previewing: z.int(),
    waiting: z.int(),
    begun: z.int(),
    verified: z.int(),
    failed: z.int(),
    unneeded: z.int(),
    leftOut: z.int(),
  }),
}) satisfies z.ZodType<ToldRolloutLine>;

const sentence = z.string().nullable();

/** A rollout whole, but for its devices. */
export const RolloutView = RolloutLine.extend({
  /** SHA-256 of what is authorised, 64 hex digits; and its beginning, for people to compare. */
  digest: z.string().nullable(),
  shortDigest: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** Until when devices of it may be begun. */
  runsUntil: z.string().nullable(),
  reason: z.string().nullable(),
  rejectedBy: actor.nullable(),
  stoppedAt: z.string().nullable(),
  /** Null where it stopped because a device did not come out as it was to. */
  stoppedBy: z.string().nullable(),
  resumedAt: z.string().nullable(),
  resumedBy: z.string().nullable(),
  retryOf: RolloutId.nullable(),
  retriedBy: z.object({ id: RolloutId, number: z.int() }).nullable(),
  values: z.record(z.string(), z.unknown()).readonly(),
  lines: z.array(z.string()).readonly(),
  failures: z.int(),
  /** Why the caller may not do this; null: they may. */
  whyNot: z.object({
    ...{ authorise: sentence, breakGlass: sentence, reject: sentence, withdraw: sentence },
    ...{ stop: sentence, resume: sentence, retry: sentence },
  }),
}) satisfies z.ZodType<ToldRollout>;

const fields = z.record(z.string(), z.string()).readonly();

/** One of its devices. Times are ISO 8601, UTC. */
export const MemberView = z.object({
  change: ChangeId,
  number: z.int(),
  device: DeviceId,
  name: z.string(),
  /** From 1, in the order in which they are made. */
  position: z.int(),
  wave: z.int().nullable(),
  state: z.enum(changeStates),
  tier: tier.nullable(),
  shortDigest: z.string().nullable(),
  /** It was authorised. */
  isPart: z.boolean(),
  isBeingRead: z.boolean(),
  releasedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  stages: z.array(z.object({ stage: z.enum(stages), at: z.string() })).readonly(),
  fault: z.object({ code: z.enum(faultCodes), message: z.string() }).nullable(),
  /** What its preview found. */
  found: z
    .object({
      changes: z
        .array(
          z.object({
            step: z.int(),
            row: z.string(),
            deed: z.enum(deeds),
            before: fields.nullable(),
            after: fields.nullable(),
            anchor: z.string().nullable(),
          }),
        )
        .readonly(),
      steps: z
        .array(
          z.object({
            menu: z.string(),
            verb: z.enum(verbs),
            where: fields,
            noun: z.string(),
            isPassing: z.boolean(),
          }),
        )
        .readonly(),
      /** A sentence each. */
      refusals: z.array(z.string()).readonly(),
      warnings: z.array(z.string()).readonly(),
      lockout: z.string().nullable(),
    })
    .nullable(),
  /** Why it is not begun yet: its window is closed, or a read weighs on its device. */
  waitsFor: z.string().nullable(),
}) satisfies z.ZodType<ToldMember>;
