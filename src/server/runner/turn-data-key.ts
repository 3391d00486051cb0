import { AppError } from '@/core/errors';
import { CustomerId } from '@/core/ids';
import {
  areOlderAtRest,
  destroyOlderDataKeys,
  noteOwnTurned,
  noteSystemTurned,
  noteWalked,
  type Rotation,
  type RotationPlace,
} from '../db/key-work';
import { asCustomer, asJob } from '../db/open';
import { customerPlaces, systemPlaces } from '../db/sealed-places';
import { keepSealedAnew, keepSystemSealedAnew, type SealedRow, sealedRows, systemRows } from '../db/sealed-rows';
import { addDataKey, keyForSealing, reseal, systemVault } from '../vault/data-keys';
import { dataKeyOf } from '../vault/sealed';
import { system } from '../vault/system-key';
import { endWithTrace } from './end-rotation';

/** Looked at in one transaction: those of its rows that are sealed anew are held for some tens of milliseconds. */
const rowsAtOnce = 200;
const because = 'keys';
const beginning: RotationPlace = { at: 0, after: null, found: 0 };

/** What one piece of the way came to. */
interface Piece {
  /** Found under an older key, and of those sealed anew; the others were changed by somebody else at that moment. */
  readonly found: number;
  readonly more: number;
  readonly last: readonly string[] | null;
}

/**
 * Puts a new data key in the place of those before, of one customer or of the system, as far as that can be done at this
 * moment: brings it; once nobody seals with an older one, seals everything anew, from one end to the other until nothing is
 * found any more; destroys the older ones once nobody can be about to open something with them. Returns whether there is
 * more to do at once.
 */
export async function turnDataKey(rotation: Rotation): Promise<boolean> {
  const { key, isTurned, isSettled, isWalked, isOver, done } = rotation;
  try {
    if (!isTurned) return await bringKey(key);
    if (!isWalked) return isSettled && (await walk(rotation));
    if (!isOver) return false;
    await asJob('keys', async (transaction) => {
      const destroyed = await destroyOlderDataKeys(transaction.db, key);
      await endWithTrace(transaction, key, { level: key === system ? system : 'customer', destroyed, values: done });
    });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'notFound')) throw error;
    // The customer was erased meanwhile: there is nothing left to seal.
    await asJob('keys', (transaction) => endWithTrace(transaction, key, {}, 'The customer is there no more.'));
  }
  return false;
}

/** One change brings one key: whoever comes second with another takes it back. */
async function bringKey(key: string): Promise<boolean> {
  const isFirst =
    key === system
      ? await asJob('keys', async ({ db }) => {
          if (!(await noteSystemTurned(db))) return false;
          await systemVault(db).add();
          return true;
        })
      : await asCustomer(CustomerId.parse(key), because, async ({ db }) => {
          if (!(await noteOwnTurned(db))) return false;
          await addDataKey(db, CustomerId.parse(key));
          return true;
        });
  return isFirst;
}

/** One piece. Only a way from end to end on which nothing was found shows that nothing is left. */
async function walk({ key, place }: Rotation): Promise<boolean> {
  const from = place ?? beginning;
  if (place === null && !(await asJob('keys', ({ db }) => areOlderAtRest(db, key)))) return false;
  const count = key === system ? systemPlaces.length : customerPlaces.length;
  const { found, more, last } = await (key === system ? systemPiece(from) : customerPiece(CustomerId.parse(key), from));
  const soFar = from.found + found;
  const next = { at: last === null ? from.at + 1 : from.at, after: last, found: soFar };
  const isEnd = next.at >= count;
  await asJob('keys', ({ db }) =>
    noteWalked(db, key, { place: isEnd ? null : next, more, isThrough: isEnd && soFar === 0 }),
  );
  return true;
}

function customerPiece(customerId: CustomerId, { at, after }: RotationPlace): Promise<Piece> {
  const place = customerPlaces[at] ?? customerPlaces[0];
  return asCustomer(customerId, because, async ({ db }) => {
    const key = await keyForSealing(db, customerId);
    const { outdated, last } = await sealedRows(db, place, { customerId, key: key.id, after, most: rowsAtOnce });
    let more = 0;
    for (const one of outdated) {
      const { table, column } = place;
      const sealed = await reseal(db, key, { table, column, row: one.row.join('/'), customerId }, one.sealed);
      if (await keepSealedAnew(db, place, one, sealed)) more += 1;
    }
    return { found: outdated.length, more, last };
  });
}

function systemPiece({ at, after }: RotationPlace): Promise<Piece> {
  const place = systemPlaces[at] ?? systemPlaces[0];
  return asJob('keys', async ({ db }) => {
    const vault = systemVault(db);
    const key = await vault.toSealWith();
    const rows = await systemRows(db, place, after?.[0] ?? '', rowsAtOnce);
    const outdated = rows.filter(({ sealed }: SealedRow) => dataKeyOf(sealed) !== key.id);
    let more = 0;
    for (const one of outdated) {
      const { table, column } = place;
      const own = { table, column, row: one.row.join('/') };
      const sealed = await vault.seal(own, await vault.unseal(own, one.sealed));
      if (await keepSystemSealedAnew(db, place, one, sealed)) more += 1;
    }
    return { found: outdated.length, more, last: rows.length < rowsAtOnce ? null : (rows.at(-1)?.row ?? null) };
  });
}
