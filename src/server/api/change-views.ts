import { z } from 'zod';
import { type Principal, roles } from '@/core/access';
import { openValues } from '@/core/actions/parameters';
import {
  changeStates,
  digestInShort,
  type Preview,
  stages,
  type ToldChange,
  type ToldChangeLine,
} from '@/core/change/change';
import { rungs } from '@/core/change/guard';
import { verdicts } from '@/core/change/on-call';
import { deeds, refusals } from '@/core/change/predict';
import { verbs } from '@/core/change/step';
import { waitsForRead } from '@/core/change/waits';
import { faultCodes, faults } from '@/core/faults';
import { ChangeId, CustomerSlug, DeviceId, RolloutId } from '@/core/ids';
import { madeAgainBy, stagesOf, takenBackBy } from '@/server/db/change-follow-ups';
import type { Change } from '@/server/db/changes';
import { databaseTime } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import { heavyReadsOn } from '@/server/db/heavy-reads';
import { templateBehind, templateInForce } from '@/server/db/templates';
import { unsealFrom } from '@/server/vault/data-keys';
import { Unopenable } from '@/server/vault/sealed';
import { WhyNotView, whyNotOf } from './change-why-not';

type Db = Transaction['db'];

const texts = z.array(z.string()).readonly();
const fields = z.record(z.string(), z.string()).readonly();
const tier = z.enum(['W1', 'W2', 'W3']);
const actor = z.object({ name: z.string(), role: z.enum(roles) });
const other = z.object({ id: ChangeId, number: z.int() });
// safe: `refusals` is a literal; its keys are exactly the ids.
const refusalIds = Object.keys(refusals) as (keyof typeof refusals)[];

export const PreviewView = z.object({
  /** What becomes of each row. `before` null: it is not there; `after` null: gone. `keep`: it is as it would be already. */
  changes: z
    .array(
      z.object({
        /** Which step of the template, from 0. */
        step: z.int(),
        /** `*1A`; empty where it is not there yet, and where the menu has no rows. */
        row: z.string(),
        deed: z.enum(deeds),
        before: fields.nullable(),
        after: fields.nullable(),
        /** The row that an added one, or one that moves, is placed before; null: behind all. */
        anchor: z.string().nullable(),
        /** The row that one that moves stands before now; null: it is the last. */
        follower: z.string().nullable().optional(),
      }),
    )
    .readonly(),
  refusals: z.array(z.object({ id: z.enum(refusalIds), step: z.int() })).readonly(),
  tier,
  /** What nothing brings back. */
  lost: texts,
  /** How it would cut Routeward's own path to the router, in one sentence; null: it would not, as far as can be told. */
  lockout: z.string().nullable(),
  /** What could go wrong with it and cannot be told. */
  warnings: texts,
  /** What each step is about. */
  steps: z
    .array(
      z.object({
        ...{ menu: z.string(), verb: z.enum(verbs), where: fields, noun: z.string(), isPassing: z.boolean() },
        /** Safe mode does not undo it. */
        isUnguarded: z.boolean().optional(),
        /** Of a command that sets nothing: what becomes of a row, with its fields in braces. */
        told: z.string().optional(),
        /** The router itself starts anew. */
        isRestart: z.boolean().optional(),
      }),
    )
    .readonly(),
  /** The same as RouterOS's terminal would take it, and the way back. */
  lines: texts,
  inverse: texts,
  routerOs: z.string(),
  /** What others had done and were doing on the router by then, as it tells it. */
  others: z
    .object({ history: z.array(fields).readonly().nullable(), holder: z.string().nullable() })
    .default({ history: null, holder: null }),
  /** What takes it back when we lose the way. Those of before there was anything else say safe mode. */
  guard: z
    .object({ rung: z.enum(rungs), why: z.string().nullable(), firesSeconds: z.number().nullable() })
    .default({ rung: 'safeMode', why: null, firesSeconds: null }),
  /** From where the router sees us come; null: it did not say. */
  ownAddress: z.string().nullable(),
}) satisfies z.ZodType<Preview>;

/** A change in a list. Times are ISO 8601, UTC. */
export const ChangeLine = z.object({
  id: ChangeId,
  customer: CustomerSlug,
  device: DeviceId,
  deviceName: z.string(),
  /** The customer's count from 1. */
  number: z.int(),
  /** An id of the library, such as `subscriber.suspend`. */
  template: z.string(),
  version: z.int(),
  title: z.string(),
  /** One of the write actions that Admins do directly, and no template of the library. */
  isDirect: z.boolean(),
  /** By the names of the template's parameters. */
  values: z.record(z.string(), z.unknown()).readonly(),
  /** The change that it takes back. */
  reverts: other.nullable(),
  /** The rollout that it is one device of. */
  rollout: z.object({ id: RolloutId, number: z.int() }).nullable(),
  state: z.enum(changeStates),
  tier: tier.nullable(),
  /** What takes it back when we lose the way to the router; null: it is not known yet. */
  guard: z.enum(rungs).nullable(),
  /** By its tier or by its customer's policy it takes a second person. */
  takesTwo: z.boolean(),
  by: actor,
  /** The caller asked for it. */
  isOwn: z.boolean(),
  askedAt: z.string(),
  expiresAt: z.string().nullable(),
  authorisedBy: actor.nullable(),
  authorisedAt: z.string().nullable(),
  /** It was authorised without the second person that it takes. */
  isBreakGlass: z.boolean(),
  /** Whoever asked for it was on call and authorised it alone: until when somebody else is to review it, and what came of that. */
  review: z
    .object({
      dueAt: z.string(),
      by: actor.nullable(),
      at: z.string().nullable(),
      verdict: z.enum(verdicts).nullable(),
    })
    .nullable(),
  rejectedBy: actor.nullable(),
  /** Its preview says that it would cut Routeward's own way, and this Super Admin had it go on all the same. */
  overriddenBy: actor.nullable(),
  endedAt: z.string().nullable(),
  faultCode: z.enum(faultCodes).nullable(),
}) satisfies z.ZodType<ToldChangeLine>;

/** A change whole, with what its preview found. */
export const ChangeView = ChangeLine.extend({
  /** SHA-256 of what is authorised, 64 hex digits; and its beginning, for people to compare. */
  digest: z.string().nullable(),
  shortDigest: z.string().nullable(),
  preview: PreviewView.nullable(),
  /** Why it was rejected, or authorised alone, as it was typed. */
  reason: z.string().nullable(),
  /** Of whoever reviewed it, as it was typed. */
  reviewRemark: z.string().nullable(),
  overriddenAt: z.string().nullable(),
  /** Why it goes on although it would cut Routeward's own way. */
  overrideReason: z.string().nullable(),
  /** What was reached while it was made. */
  stages: z.array(z.object({ stage: z.enum(stages), at: z.string() })).readonly(),
  /** It is authorised, and something on its device has to end first: what, as a sentence. */
  waitsFor: z.string().nullable(),
  /** How it ended is not known yet, and the router is read again by itself. `unknown` without it is so for good. */
  isBeingRead: z.boolean(),
  /** How it is asked for once more: at once, by the form because something secret is typed anew, or not at all. */
  again: z.enum(['preview', 'form']).nullable(),
  /** `message` is the router's own words where it spoke. */
  fault: z.object({ code: z.enum(faultCodes), message: z.string() }).nullable(),
  /** The change that takes it back, or took it. */
  takenBack: other.extend({ state: z.enum(changeStates) }).nullable(),
  /** Why the caller may not do this; null: they may. */
  whyNot: WhyNotView,
}) satisfies z.ZodType<ToldChange>;

export async function changeLineOf(db: Db, change: Change): Promise<ToldChangeLine> {
  const { customerId, isDeviceArchived, paramsOf, paramsSealed, digest, previewSealed, ...others } = change;
  const { reason, lookAt, faultSealed, isLockout, isUndone, overriddenAt, overrideReason, times, timeZone, ...kept } =
    others;
  const { onCall, reviewRemark, ...told } = kept;
  const template = await templateBehind(db, told.template, told.version);
  const values = template === null ? null : await valuesOf(db, change);
  return {
    ...{ ...told, title: template?.title ?? told.template },
    values: template === null || values === null ? {} : openValues(template, values),
  };
}

async function opened(db: Db, { id, customerId }: Change, column: string, sealed: Uint8Array | null) {
  return sealed === null ? null : unsealFrom(db, { table: 'change', column, row: id, customerId }, sealed);
}

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]);
const Values = z.record(z.string(), Value);

/** What it was asked with; null where its keys are gone, as those of a customer that is being erased are. */
export async function valuesOf(db: Db, { customerId, paramsOf, paramsSealed }: Change) {
  const place = { table: 'change', column: 'params_sealed', row: paramsOf, customerId };
  try {
    return Values.parse(JSON.parse(await unsealFrom(db, place, paramsSealed)));
  } catch (error) {
    if (error instanceof Unopenable) return null;
    throw error;
  }
}

/** What its preview found, opened; null: there is none. */
export async function previewOf(db: Db, change: Change): Promise<Preview | null> {
  const text = await opened(db, change, 'preview_sealed', change.previewSealed);
  return text === null ? null : PreviewView.parse(JSON.parse(text));
}

async function heavyReadOn(db: Db, me: Principal, device: Change['device']): Promise<string | null> {
  const action = (await heavyReadsOn(db, me, [device])).get(device);
  return action === undefined ? null : waitsForRead(action);
}

/** A password is told to nobody again: whoever asks anew types it anew. Null where nothing is asked for by that name any more. */
async function howAgain(db: Db, { template: id, reverts }: Change): Promise<ToldChange['again']> {
  if (reverts !== null) return 'preview';
  const template = await templateInForce(db, id);
  if (template === null) return null;
  return template.parameters.some(({ kind }) => kind === 'secret') ? 'form' : 'preview';
}

/** As this caller sees it, with what is sealed opened. */
export async function changeViewOf(db: Db, me: Principal, change: Change): Promise<ToldChange> {
  const { digest, reason, overriddenAt, overrideReason, reviewRemark, faultCode, faultSealed } = change;
  const now = await databaseTime(db);
  const [preview, takenBack] = [await previewOf(db, change), await takenBackBy(db, me, change)];
  const madeAgain = await madeAgainBy(db, me, change);
  const words = await opened(db, change, 'fault_sealed', faultSealed);
  return {
    ...(await changeLineOf(db, change)),
    ...{ digest, shortDigest: digest && digestInShort(digest), preview, reason, takenBack },
    ...{ overriddenAt, overrideReason, reviewRemark },
    stages: await stagesOf(db, me, change.id),
    waitsFor: change.state === 'authorised' ? await heavyReadOn(db, me, change.device) : null,
    isBeingRead: change.lookAt !== null,
    again: await howAgain(db, change),
    fault: faultCode === null ? null : { code: faultCode, message: words ?? faults[faultCode].advice },
    whyNot: whyNotOf(change, me.role, { now, takenBack, madeAgain, inverse: preview?.inverse ?? [] }),
  };
}
