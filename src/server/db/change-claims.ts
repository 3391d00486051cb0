import { and, asc, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { ChangeId, DeviceId, RolloutId } from '@/core/ids';
import { type ChangeRef, is, leaseFromNow, mayGoOn, ref } from './change-work';
import type { Transaction } from './connection';
import { holdForChange } from './heavy-reads';
import { staleSeconds } from './run-work';
import { change } from './schema/changes';

/* What waits for a runner, and is taken by one. */

type Db = Transaction['db'];

const freshFrom = sql`app.now() - make_interval(secs => ${staleSeconds})`;
const now = sql`app.now()`;

const isAsked = and(eq(change.state, 'previewing'), isNull(change.leaseUntil), gt(change.askedAt, freshFrom));
/** From when on it could be begun: when it was its turn, or a heavy read of its device had ended. `infinity` while one runs. */
export const couldBegin = sql`app.could_begin(${change.deviceId}, ${change.releasedAt})`;
/** And it is its turn, which of a rollout it is not at once, and nothing weighs on its device. */
const isAuthorised = and(
  ...[eq(change.state, 'authorised'), isNull(change.leaseUntil), isNotNull(change.releasedAt)],
  sql`${couldBegin} > ${freshFrom} and ${couldBegin} < 'infinity'`,
);
/** Its outcome is to be looked at, and nobody is just doing so. */
const isDue = and(
  eq(change.state, 'unknown'),
  lte(change.lookAt, now),
  or(isNull(change.leaseUntil), lte(change.leaseUntil, now)),
);

/** Those that wait for a runner, the oldest first. For the job `dispatch`. */
export async function waitingChanges(db: Db): Promise<ChangeRef[]> {
  const rows = await db
    .select(ref)
    .from(change)
    .where(or(isAsked, isAuthorised, isDue))
    .orderBy(asc(change.askedAt))
    .limit(500);
  return rows as ChangeRef[]; // safe: the keys that the brands name.
}

/** What is to be done, as it was asked for. */
export interface ClaimedChange extends ChangeRef {
  readonly device: DeviceId;
  readonly template: string;
  readonly version: number;
  /** What the template said when it was asked for, as SHA-256; null of what was asked for before that was kept. */
  readonly templateDigest: string | null;
  readonly isDirect: boolean;
  /** The change that holds what it was asked with: itself, or the one that it takes back. */
  readonly paramsOf: ChangeId;
  readonly reverts: ChangeId | null;
  /** The rollout that it is one device of. */
  readonly rollout: RolloutId | null;
  /** That reaches so far that whatever is changed takes two people. */
  readonly isWide: boolean;
  readonly digest: string | null;
  readonly planSealed: Uint8Array | null;
  /** It goes on although its preview says that it would cut our own way. */
  readonly isOverridden: boolean;
  /** How long ago it ended, in seconds; null: it has not. */
  readonly endedFor: number | null;
  /** False where whoever asked for it, or authorised it, has lost the right since. */
  readonly mayGoOn: boolean;
}

/** What a runner may take a change for. */
export type Task = 'preview' | 'apply' | 'settle';

/** Of a rollout that somebody has stopped nothing more is begun. */
const isGoingOn = sql`(${change.rolloutId} is null
  or exists (select from app.rollout r where r.id = ${change.rolloutId} and r.state = 'running'))`;

const tasks = {
  preview: { from: isAsked, to: 'previewing' },
  apply: { from: and(isAuthorised, isGoingOn), to: 'applying' },
  settle: { from: isDue, to: 'unknown' },
} as const satisfies Readonly<Record<Task, object>>;

/** Takes a change for this runner, or null: somebody else has it, it does not wait for that, or it waits for a heavy read. */
export async function claimChange(db: Db, of: ChangeRef, runner: string, task: Task): Promise<ClaimedChange | null> {
  const { from, to } = tasks[task];
  if (task === 'apply') await holdForChange(db, of.id);
  const [claimed] = await db
    .update(change)
    .set({ state: to, claimedBy: runner, leaseUntil: leaseFromNow })
    .where(and(is(of), from))
    .returning({
      ...ref,
      device: change.deviceId,
      template: change.templateId,
      version: change.templateVersion,
      ...{ templateDigest: change.templateDigest, isDirect: change.isDirect },
      paramsOf: change.paramsOf,
      reverts: change.revertsId,
      rollout: change.rolloutId,
      isWide: sql<boolean>`exists (select from app.rollout r where r.id = ${change.rolloutId} and r.is_wide)`,
      digest: change.digest,
      planSealed: change.planSealed,
      isOverridden: sql<boolean>`${change.overriddenBy} is not null`,
      endedFor: sql<number | null>`extract(epoch from app.now() - ${change.endedAt})::float8`,
      mayGoOn,
    });
  return (claimed as ClaimedChange | undefined) ?? null; // safe: keys, as the brands say.
}

/** Whether whoever asked for it and whoever authorised it have the rights to it at this moment. */
export async function mayStillGoOn(db: Db, of: ChangeRef): Promise<boolean> {
  const [row] = await db.select({ mayGoOn }).from(change).where(is(of));
  return row?.mayGoOn === true;
}

/** For what it waits; null: for no runner. */
export async function taskOf(db: Db, of: ChangeRef): Promise<Task | null> {
  const [row] = await db
    .select({ preview: sql<boolean>`${isAsked}`, apply: sql<boolean>`${isAuthorised}`, settle: sql<boolean>`${isDue}` })
    .from(change)
    .where(is(of));
  if (row === undefined) return null;
  return row.preview ? 'preview' : row.apply ? 'apply' : row.settle ? 'settle' : null;
}
