import type { TestDatabase } from '../support/database';
import type { Amount } from './amount';
import type { Counted } from './counted';
import {
  authorised,
  byAStranger,
  byOthers,
  ofAnother,
  otherPreview,
  othersValues,
  otherwise,
  resealed,
  tooLate,
  usedUp,
  withoutAny,
} from './forgeries';
import { Stage, type Waiting, type Write, writesOf } from './stage';
import { attempted, countedOf, kinds, type Tried, type Try, wrong } from './tries';

/* Every write of the library is asked for and previewed on real routers, and then to be made by approvals that are none. */

/** All of it of one write, which a twin of it on another device stands beside. */
async function forge(stage: Stage, write: Write): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  const attempt = async (one: Waiting, ...tries: readonly Try[]) => {
    const those = await attempted(stage, one, tries);
    tried.push(...those);
    // What was executed is counted, and the others are tried where it was not.
    if (those.some(({ isExecuted }) => isExecuted)) await stage.renew(one.device);
    await stage.discard(one);
  };
  const twin = await stage.previewed(write, 1);
  const one = await stage.previewed(write, 0);
  const patient = [withoutAny(stage, one), byOthers(stage, one), ofAnother(stage, one, twin)];
  await attempt(one, ...patient.flat(), ...otherwise(stage, one, twin), ...tooLate(stage, one));
  for (const forged of [byAStranger, othersValues, resealed, otherPreview]) {
    const another = await stage.previewed(write, 0);
    await attempt(another, forged(stage, another, twin));
  }
  await stage.discard(twin);
  return [...tried, ...(await spent(stage, write))];
}

/** An approval that is one is carried out on a router of its own, and then it is to be so once more. */
async function spent(stage: Stage, write: Write): Promise<readonly Tried[]> {
  await stage.renew(2);
  const one = await stage.previewed(write, 2);
  const [first] = await attempted(stage, one, [authorised(stage, one)]);
  const state = await stage.stateOf(one.id);
  // Refusals say nothing where what nobody should refuse is not made either.
  if (first?.isExecuted !== true || state !== 'verified')
    throw new Error(`${write.template} was authorised, and is ${state}: ${first?.refusedBy}`);
  return attempted(stage, one, usedUp(stage, one));
}

/** A line for each kind of approval. */
export async function forgedApprovals(database: TestDatabase, amount: Amount): Promise<readonly Counted[]> {
  const stage = await Stage.of(database);
  for (const device of [0, 1]) await stage.renew(device);
  const writes = writesOf(amount);
  const all: Tried[] = [];
  for (const write of writes) all.push(...(await forge(stage, write)));
  return kinds.map((kind) => {
    const those = all.filter((one) => one.kind === kind);
    return countedOf(`${writes.length} writes x ${those.length / writes.length} ${kind} approvals:`, 'executed', those);
  });
}

/** What is counted of an approval that is one. */
export async function countedOfAReal(database: TestDatabase, amount: Amount): Promise<readonly string[]> {
  const stage = await Stage.of(database);
  await stage.renew(0);
  const found: string[] = [];
  for (const write of writesOf(amount)) {
    const one = await stage.previewed(write, 0);
    found.push(...(await attempted(stage, one, [authorised(stage, one)])).flatMap(wrong));
    await stage.renew(0);
  }
  return found;
}
