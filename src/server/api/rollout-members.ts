import type { Principal } from '@/core/access';
import { refusals } from '@/core/change/predict';
import type { ToldMember } from '@/core/rollout/rollout';
import { databaseTime } from '@/server/db/clock';
import type { Transaction } from '@/server/db/connection';
import { heavyReadsOn } from '@/server/db/heavy-reads';
import { memberSealed, memberStages, type RolloutMember } from '@/server/db/rollout-members';
import type { Rollout } from '@/server/db/rollouts';
import { unsealFrom } from '@/server/vault/data-keys';
import { Unopenable } from '@/server/vault/sealed';
import { PreviewView } from './change-views';
import { memberViewOf } from './rollout-views';

type Db = Transaction['db'];
type Found = ToldMember['found'];

/** What was opened of each change already: a preview is kept once, and stays as it was. */
export type OpenedPreviews = Map<string, Found>;

/** The devices of a rollout as this caller sees them, with what is sealed opened. */
export async function memberViewsOf(
  db: Db,
  me: Principal,
  of: Rollout,
  members: readonly RolloutMember[],
  opened: OpenedPreviews = new Map(),
): Promise<ToldMember[]> {
  const stages = await memberStages(db, me, of);
  const sealed = new Map((await memberSealed(db, me, of)).map((one) => [one.change, one]));
  const now = await databaseTime(db);
  const atTurn = members.filter(({ state, releasedAt }) => state === 'authorised' && releasedAt !== null);
  const heavy = await heavyReadsOn(
    db,
    me,
    atTurn.map(({ device }) => device),
  );
  const views: ToldMember[] = [];
  for (const member of members) {
    const { preview = null, fault = null } = sealed.get(member.change) ?? {};
    const place = { table: 'change', row: member.change, customerId: of.customerId };
    let found = opened.get(member.change) ?? null;
    if (found === null && preview !== null) {
      found = foundIn(await textIn(db, { ...place, column: 'preview_sealed' }, preview));
      opened.set(member.change, found);
    }
    const words = fault === null ? null : await textIn(db, { ...place, column: 'fault_sealed' }, fault);
    const reached = stages.filter(({ change }) => change === member.change).map(({ stage, at }) => ({ stage, at }));
    const read = atTurn.includes(member) ? (heavy.get(member.device) ?? null) : null;
    views.push(memberViewOf(of, member, { stages: reached, found, words, now, read }));
  }
  return views;
}

/** Null where its keys are gone, as those of a customer that is being erased are. */
async function textIn(db: Db, place: Parameters<typeof unsealFrom>[1], sealed: Uint8Array): Promise<string | null> {
  try {
    return await unsealFrom(db, place, sealed);
  } catch (error) {
    if (error instanceof Unopenable) return null;
    throw error;
  }
}

function foundIn(text: string | null): Found {
  if (text === null) return null;
  const { changes, steps, refusals: refused, warnings, lockout } = PreviewView.parse(JSON.parse(text));
  const sentences = [...new Set(refused.map(({ id }) => refusals[id]))];
  return { changes, steps, refusals: sentences, warnings, lockout };
}
