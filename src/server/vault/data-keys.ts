import { createSecretKey, type KeyObject } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import type { CustomerId } from '@/core/ids';
import { processEnv } from '@/env';
import type { Transaction } from '../db/connection';
import { dataKey as dataKeyTable } from '../db/schema/secrets';
import { once } from '../process';
import { deriveKey, loadMasterKey } from './master-key';
import {
  currentMasterKey,
  type DataKey,
  dataKeyOf,
  makeDataKey,
  type Place,
  seal,
  Unopenable,
  unseal,
  unwrapDataKey,
} from './sealed';

type Db = Transaction['db'];
type Stored = typeof dataKeyTable.$inferSelect;

/**
 * What each transaction found of the keys it asked for, and nothing beyond it: a key that was destroyed or is another
 * customer's is not at hand because some earlier transaction could read it.
 */
const found = (): WeakMap<Db, Map<string, Promise<Stored | undefined>>> => once('data keys', () => new WeakMap());

/** Derived once. A master key that could not be read is asked for again: it may have been put back. */
const wrapping = () => once('wrapping key', (): { key: KeyObject | null } => ({ key: null }));

async function wrappingKey(): Promise<KeyObject> {
  const kept = wrapping();
  const key =
    kept.key ?? createSecretKey(deriveKey(await loadMasterKey(processEnv().keysDirectory), 'dataKeyWrapping'));
  kept.key = key;
  return key;
}

/** The newest key of a customer, made where there is none yet, in the transaction of work for that customer. */
export async function keyForSealing(db: Db, customerId: CustomerId): Promise<DataKey> {
  const there = await newestKey(db, customerId);
  if (there !== undefined) return unwrapDataKey(await wrappingKey(), there);
  // Whoever comes second waits, and then finds what the first one made.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`data key of ${customerId}`}, 0))`);
  const madeMeanwhile = await newestKey(db, customerId);
  if (madeMeanwhile !== undefined) return unwrapDataKey(await wrappingKey(), madeMeanwhile);
  const { dataKey, wrapped } = makeDataKey(await wrappingKey(), customerId);
  await db.insert(dataKeyTable).values({ id: dataKey.id, customerId, masterKey: currentMasterKey, wrapped });
  return dataKey;
}

async function newestKey(db: Db, customerId: CustomerId): Promise<Stored | undefined> {
  const [newest] = await db
    .select()
    .from(dataKeyTable)
    .where(eq(dataKeyTable.customerId, customerId))
    .orderBy(desc(dataKeyTable.madeAt))
    .limit(1);
  return newest;
}

/** Seals a value for its place; see sealed.ts. */
export async function sealFor(db: Db, place: Place & { readonly customerId: CustomerId }, plain: string) {
  return seal(await keyForSealing(db, place.customerId), place, plain);
}

/** Opens a value that this transaction could read. Throws Unopenable when it is not what was sealed for this place. */
export async function unsealFrom(db: Db, place: Place, sealed: Uint8Array): Promise<string> {
  const row = await keyAtHand(db, dataKeyOf(sealed));
  if (row === undefined || row.customerId !== place.customerId) throw new Unopenable('its key is not at hand');
  return unseal(unwrapDataKey(await wrappingKey(), row), place, sealed).toString('utf8');
}

/** Asked for once a transaction, however many values it opens at the same time. */
function keyAtHand(db: Db, id: string): Promise<Stored | undefined> {
  const known = found().get(db) ?? new Map<string, Promise<Stored | undefined>>();
  found().set(db, known);
  const asked =
    known.get(id) ??
    db
      .select()
      .from(dataKeyTable)
      .where(eq(dataKeyTable.id, id))
      .then(([row]) => row);
  known.set(id, asked);
  return asked;
}
