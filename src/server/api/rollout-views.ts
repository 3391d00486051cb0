import { createHash } from 'node:crypto';
import type { Principal } from '@/core/access';
import { openValues } from '@/core/actions/parameters';
import { digestInShort } from '@/core/change/change';
import { highest } from '@/core/change/step';
import { closedAt } from '@/core/change/times';
import { waitsForRead } from '@/core/change/waits';
import { written } from '@/core/change/written';
import { faults } from '@/core/faults';
import * as decide from '@/core/rollout/decide';
import { rolloutText } from '@/core/rollout/digest';
import { countsOf, isNotBegun } from '@/core/rollout/next';
import { isRetried, type ToldMember, type ToldRollout, type ToldRolloutLine } from '@/core/rollout/rollout';
import { compile } from '@/core/templates/compile';
import type { TemplateStanding } from '@/core/templates/versions';
import { findChange } from '@/server/db/changes';
import { databaseTime } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import type { RolloutMember } from '@/server/db/rollout-members';
import { type Rollout, retryOf } from '@/server/db/rollouts';
import { type BoundTemplate, templateAt, templateBehind } from '@/server/db/templates';
import { valuesOf } from './change-views';

type Db = Transaction['db'];

/** What the changes of a rollout add up to. */
export function sumOf(members: readonly RolloutMember[]): Pick<ToldRolloutLine, 'tier' | 'takesTwo' | 'counts'> {
  const part = members.filter(isDecidedOn);
  return {
    tier: part.length === 0 ? null : highest(part.flatMap((member) => member.tier ?? [])),
    takesTwo: part.some((member) => member.takesTwo),
    counts: countsOf(members),
  };
}

const isDecidedOn = ({ state, isPart }: RolloutMember): boolean => state === 'previewed' || isPart;

/** As this caller sees it in a list. */
export async function rolloutLineOf(db: Db, of: Rollout, members: readonly RolloutMember[]): Promise<ToldRolloutLine> {
  const { customerId, times, retryOf, digest, runsUntil, rejectedBy, reason, ...others } = of;
  const { stoppedAt, stoppedBy, resumedAt, resumedBy, ...told } = others;
  const title = (await templateBehind(db, told.template, told.version))?.title ?? told.template;
  return { ...told, title, ...sumOf(members) };
}

/** What there is to authorise of it; null where there is nothing, or was decided on already. */
export function digestOfPlanned(of: Rollout, members: readonly RolloutMember[]): string | null {
  if (of.state !== 'planned' || members.some(({ state }) => state === 'previewing')) return null;
  const { id, template, version, waveSize } = of;
  const devices = members.map(({ device, state, digest }) => ({
    device,
    digest: state === 'previewed' ? digest : null,
  }));
  if (devices.every(({ digest }) => digest === null)) return null;
  return createHash('sha256').update(rolloutText({ id, template, version, waveSize, devices }), 'utf8').digest('hex');
}

const standingOf = (bound: BoundTemplate | null): TemplateStanding =>
  bound === null ? 'unknown' : bound.isRetired ? 'retired' : 'inForce';

/** What a decision on it hangs on. */
export async function decidableOf(
  db: Db,
  of: Rollout,
  { members, now }: { readonly members: readonly RolloutMember[]; readonly now: string },
): Promise<decide.DecidableRollout> {
  const expiries = members.flatMap(({ state, expiresAt }) => (state === 'previewed' ? (expiresAt ?? []) : []));
  const { state, isOwn, runsUntil } = of;
  const isUnguarded = members.some((member) => member.state === 'previewed' && member.guard === 'none');
  const template = standingOf(await templateAt(db, of.template, of.version));
  const expiresAt = expiries.toSorted()[0] ?? null;
  const zones = members.filter((member) => member.state === 'previewed').map(({ timeZone }) => timeZone);
  const closures = [...new Set(zones)].flatMap((zone) => closedAt(new Date(now), zone, of.times)?.sentence ?? []);
  const closed = closures[0] ?? null;
  return { state, template, isOwn, isUnguarded, closed, runsUntil, ...sumOf(members), expiresAt };
}

export const failuresOf = (members: readonly RolloutMember[]): readonly RolloutMember[] => members.filter(isRetried);

/** What its devices were asked with: all of them the same. Null where it cannot be opened any more. */
export async function valuesOfRollout(db: Db, me: Principal, [first]: readonly RolloutMember[]) {
  const change = first === undefined ? undefined : await findChange(db, me, first.change);
  return change === undefined ? null : valuesOf(db, change);
}

/** As this caller sees it whole. */
export async function rolloutViewOf(
  db: Db,
  me: Principal,
  of: Rollout,
  members: readonly RolloutMember[],
): Promise<ToldRollout> {
  const { reason, rejectedBy, runsUntil, stoppedAt, stoppedBy, resumedAt, resumedBy } = of;
  const now = await databaseTime(db);
  const decidable = await decidableOf(db, of, { members, now });
  const digest = digestOfPlanned(of, members) ?? of.digest;
  const failures = failuresOf(members).length;
  const template = await templateBehind(db, of.template, of.version);
  const values = template === null ? null : await valuesOfRollout(db, me, members);
  const isSame = template?.version === of.version;
  return {
    ...(await rolloutLineOf(db, of, members)),
    ...{ digest, shortDigest: digest && digestInShort(digest), expiresAt: decidable.expiresAt, runsUntil },
    ...{ reason, rejectedBy, stoppedAt, stoppedBy, resumedAt, resumedBy, retryOf: of.retryOf, failures },
    retriedBy: await retryOf(db, me, of),
    values: template === null || values === null ? {} : openValues(template, values),
    lines:
      template === null || values === null || !isSame
        ? []
        : compile(template, values).flatMap((step) => written(step) ?? []),
    whyNot: {
      authorise: decide.whyNotAuthoriseRollout(decidable, me.role, now)?.message ?? null,
      breakGlass: decide.whyNotBreakGlassOfRollout(decidable, me.role, now)?.message ?? null,
      reject: decide.whyNotRejectRollout(decidable, me.role, now)?.message ?? null,
      withdraw: decide.whyNotWithdrawRollout(decidable)?.message ?? null,
      stop: decide.whyNotStop(decidable)?.message ?? null,
      resume: decide.whyNotResume(decidable, me.role, now)?.message ?? null,
      retry: decide.whyNotRetry(decidable, failures)?.message ?? null,
    },
  };
}

/** One of its devices, with what was opened of it. */
export function memberViewOf(
  { times, state }: Rollout,
  member: RolloutMember,
  opened: Pick<ToldMember, 'stages' | 'found'> & {
    readonly words: string | null;
    readonly now: string;
    readonly read: string | null;
  },
): ToldMember {
  const { rollout, timeZone, takesTwo, guard: _, digest, expiresAt, faultCode, ...told } = member;
  const { words, now, read, ...rest } = opened;
  const closed = state === 'running' && isNotBegun(member) ? closedAt(new Date(now), timeZone, times) : null;
  return {
    ...told,
    ...rest,
    shortDigest: digest && digestInShort(digest),
    fault: faultCode === null ? null : { code: faultCode, message: words ?? faults[faultCode].advice },
    waitsFor: read === null ? (closed?.sentence ?? null) : waitsForRead(read),
  };
}
