import { StartError } from '@/core/start-error';
import { openRotations, type Rotation } from '../db/key-work';
import { asJob } from '../db/open';
import { endWithTrace } from './end-rotation';
import { turnDataKey } from './turn-data-key';
import { turnMaster } from './turn-master';

/** Makes a signing key and returns its name. */
export type RotateSigningKey = () => Promise<string>;

/** Pieces of work in one call: whoever calls looks after other things in between. */
const mostPieces = 50;

/**
 * Does what can be done at this moment of every key that is being changed. What is wrong with one is told and holds up none
 * of the others. Returns whether more can be done at once.
 */
export async function turnKeys(
  rotateSigningKey: RotateSigningKey,
  onFailure: (error: unknown) => void,
): Promise<boolean> {
  const all = await asJob('keys', ({ db }) => openRotations(db));
  let hasMore = false;
  for (const { key } of all) {
    const hasMoreOfIt = await turnKey(key, rotateSigningKey).catch((error: unknown) => {
      onFailure(error);
      return false;
    });
    hasMore ||= hasMoreOfIt;
  }
  return hasMore;
}

/** One piece after the other; before each it is read where the work stands, as somebody else may be at it. */
async function turnKey(key: string, rotateSigningKey: RotateSigningKey): Promise<boolean> {
  for (let piece = 0; piece < mostPieces; piece += 1) {
    const found = (await asJob('keys', ({ db }) => openRotations(db))).find((one) => one.key === key);
    if (found === undefined || !(await step(found, rotateSigningKey))) return false;
  }
  return true;
}

function step(rotation: Rotation, rotateSigningKey: RotateSigningKey): Promise<boolean> {
  if (rotation.key === 'signing') return turnSigning(rotateSigningKey);
  return rotation.key === 'master' ? turnMaster(rotation) : turnDataKey(rotation);
}

/** Its file first, then that it is there: cut off in between, another one is refused for a quarter of an hour, and that is said. */
async function turnSigning(rotateSigningKey: RotateSigningKey): Promise<boolean> {
  try {
    const kid = await rotateSigningKey();
    await asJob('keys', (transaction) => endWithTrace(transaction, 'signing', { level: 'signing', kid }));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    await asJob('keys', (transaction) => endWithTrace(transaction, 'signing', { level: 'signing' }, error.message));
  }
  return false;
}
