import { highest } from '@/core/change/step';
import { isOpenAt } from '@/core/change/times';
import { isNotBegun, type Next, nextOf } from '@/core/rollout/next';
import type { Member } from '@/core/rollout/rollout';
import { byItself, record, type Trace } from '../audit/record';
import { databaseTime } from '../db/clock';
import { asCustomer, type Transaction } from '../db/open';
import {
  type HeldMember,
  type HeldRollout,
  holdRollout,
  moveRollout,
  type RolloutEnd,
  type RolloutRef,
  releaseWave,
  waitForDecision,
} from '../db/rollout-work';

/**
 * Looks how a rollout stands, and does what is to be done next: begins a wave, stops, or ends. All of it in one transaction, with the
 * rollout held: whoever is killed in it has done nothing, and two of them are one after the other.
 */
export function seeRollout(ref: RolloutRef): Promise<void> {
  return asCustomer(ref.customerId, `rollout:${ref.id}`, async (transaction) => {
    const { db } = transaction;
    const held = await holdRollout(db, ref);
    if (held === null) return;
    if (held.state === 'planned') return seePlanned(transaction, held);
    const isMoreToBegin = held.members.some(isNotBegun);
    // What is being made ends first, and is written down.
    if (held.isPastItsTime && !held.members.some(isBeingMade))
      return end(transaction, held, isMoreToBegin ? 'expired' : 'done');
    if (held.state === 'running') return goOn(transaction, held, new Date(await databaseTime(db)));
    if (!isMoreToBegin && !held.members.some(isOpen)) await end(transaction, held, 'done');
  });
}

const isBeingMade = ({ state, releasedAt }: Member): boolean =>
  releasedAt !== null && (state === 'authorised' || state === 'applying');
const isOpen = (member: Member): boolean => isBeingMade(member) || (member.state === 'unknown' && member.isBeingRead);

/** Without anything to authorise, or with a preview that is too old, nobody can decide on it any more. */
async function seePlanned(transaction: Transaction, held: HeldRollout): Promise<void> {
  const has = (state: Member['state']): boolean => held.members.some((member) => member.state === state);
  if (has('previewing')) return;
  if (has('expired')) await end(transaction, held, 'expired');
  else if (!has('previewed')) await end(transaction, held, 'done');
  else if (held.previewedAt === null) await wait(transaction, held);
}

/** From now on it waits for somebody to decide on it. */
async function wait(transaction: Transaction, held: HeldRollout): Promise<void> {
  await waitForDecision(transaction.db, held);
  const waiting = held.members.filter(({ state }) => state === 'previewed');
  const detail = {
    ...{ state: 'planned', devices: held.members.length, tier: highest(waiting.flatMap(({ tier }) => tier ?? [])) },
    takesTwo: waiting.some(({ takesTwo }) => takesTwo),
  };
  await note(transaction, held, { event: 'rollout.previewed', outcome: 'ok', detail });
}

async function goOn(transaction: Transaction, held: HeldRollout, now: Date): Promise<void> {
  const { members, waveSize, since } = held;
  if (since === null) throw new Error('a rollout runs that nobody authorised');
  const taken = new Map(members.filter(isNotBegun).map((member) => [member.change, !mayBegin(held, member, now)]));
  const next = nextOf({ members, waveSize, since, mayBegin: ({ change }) => taken.get(change) === false });
  if (next.kind === 'begin') await begin(transaction, held, next);
  else if (next.kind === 'halt') await halt(transaction, held, next);
  else if (next.kind === 'end') await end(transaction, held, 'done');
}

/** Not while something else is made of its device; and not outside of its windows, where no glass was broken. */
const mayBegin = ({ times, isBreakGlass }: HeldRollout, { timeZone, isTaken }: HeldMember, now: Date): boolean =>
  !isTaken && (isBreakGlass || isOpenAt(now, timeZone, times));

async function begin(
  transaction: Transaction,
  held: HeldRollout,
  { members }: Extract<Next, { kind: 'begin' }>,
): Promise<void> {
  const changes = members.map(({ change }) => change);
  const wave = await releaseWave(transaction.db, held, changes);
  await note(transaction, held, { event: 'rollout.waveBegun', outcome: 'intent', detail: { wave, changes } });
}

async function halt(
  transaction: Transaction,
  held: HeldRollout,
  { because: { change, state } }: Extract<Next, { kind: 'halt' }>,
): Promise<void> {
  await moveRollout(transaction.db, held, 'stopped');
  await note(transaction, held, { event: 'rollout.halted', outcome: 'failed', detail: { change, state } });
}

async function end(transaction: Transaction, held: HeldRollout, state: RolloutEnd): Promise<void> {
  await moveRollout(transaction.db, held, state);
  const isWhole = held.members.every((member) => !member.isPart || member.state === 'verified');
  const outcome = state === 'done' && isWhole ? 'ok' : 'failed';
  const count = (of: Member['state']) => held.members.filter((member) => member.state === of).length;
  const detail = { state, devices: held.members.length, verified: count('verified'), reverted: count('reverted') };
  await note(transaction, held, { event: 'rollout.ended', outcome, detail });
}

async function note(
  transaction: Transaction,
  { id, customerId }: RolloutRef,
  { event, outcome, detail }: Pick<Trace, 'event' | 'outcome' | 'detail'>,
): Promise<void> {
  const target = { kind: 'rollout', id };
  await record(transaction, { event, outcome, target, customerId, detail: { rollout: id, ...detail } }, byItself(id));
}
