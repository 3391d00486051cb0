import { z } from 'zod';
import { type FaultCode, faultCodes } from '@/core/faults';
import { CustomerSlug, DeviceId, LookupId } from '@/core/ids';
import { type Hit, sources } from '@/core/lookup/hits';
import { type LookupState, lookupStates } from '@/core/lookup/lookup';
import { subjectKinds } from '@/core/lookup/subject';
import type { Transaction } from '@/server/db/connection';
import type { Answer, LookupPart } from '@/server/db/lookups';
import { unsealFrom } from '@/server/vault/data-keys';

type Db = Transaction['db'];

export const SubjectView = z.object({ kind: z.enum(subjectKinds), text: z.string() });

export const LookupView = z.object({
  id: LookupId,
  subject: SubjectView,
  /** Those whose devices are asked, and that the caller reaches. */
  customers: z.array(CustomerSlug),
  state: z.enum(lookupStates),
  /** How many devices are asked, as far as it is known. */
  devices: z.int(),
  /** ISO 8601, UTC. */
  askedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type LookupView = z.infer<typeof LookupView>;

const HitView = z.object({
  source: z.enum(sources),
  name: z.string().nullable(),
  mac: z.string().nullable(),
  address: z.string().nullable(),
  /** The interface, bridge port or server where it is. */
  place: z.string().nullable(),
  vlan: z.string().nullable(),
  note: z.string().nullable(),
});

/** A device that found something, or that did not answer all of it. */
export const AnswerView = z.object({
  device: DeviceId,
  name: z.string(),
  customer: CustomerSlug,
  hits: z.array(HitView),
  fault: z.enum(faultCodes).nullable(),
  tookMs: z.int(),
});
export type AnswerView = z.infer<typeof AnswerView>;

export interface Lookup {
  readonly id: LookupId;
  /** At least one. */
  readonly parts: readonly LookupPart[];
}

/** Its parts as one. Who is looked for is sealed in each of them; one is opened. */
export async function lookupViewOf(db: Db, { id, parts }: Lookup): Promise<LookupView> {
  const [first] = parts;
  if (first === undefined) throw new Error('a lookup has a part');
  const place = { table: 'lookup', column: 'subject_sealed', row: id, customerId: first.customerId };
  const ends = parts.map(({ endedAt }) => endedAt);
  return {
    id,
    subject: { kind: first.kind, text: await unsealFrom(db, place, first.subjectSealed) },
    customers: parts.map(({ customer }) => customer),
    state: stateOf(parts.map(({ state }) => state)),
    devices: parts.reduce((sum, { deviceCount }) => sum + (deviceCount ?? 0), 0),
    askedAt: first.askedAt,
    endedAt: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
  };
}

/** It has ended when all of it has; one part that was cut off makes it such a one. */
function stateOf(states: readonly LookupState[]): LookupState {
  if (states.every((state) => state === 'intended')) return 'intended';
  if (states.includes('intended') || states.includes('running')) return 'running';
  return states.find((state) => state !== 'done') ?? 'done';
}

/** Those that are worth a line, with their hits opened; the others only count. */
export async function answerViewsOf(db: Db, id: LookupId, answers: readonly Answer[]): Promise<AnswerView[]> {
  const telling = answers.filter(({ faultCode, hitsSealed }) => faultCode !== null || hitsSealed !== null);
  return Promise.all(
    telling.map(async ({ faultCode, hitsSealed, customerId, ...rest }) => {
      const place = { table: 'lookup_answer', column: 'hits_sealed', row: `${id}/${rest.device}`, customerId };
      // safe: what is sealed there was written by the runner as hits; the output's schema checks it once more.
      const hits = hitsSealed === null ? [] : (JSON.parse(await unsealFrom(db, place, hitsSealed)) as Hit[]);
      return { ...rest, hits, fault: faultCode satisfies FaultCode | null };
    }),
  );
}
