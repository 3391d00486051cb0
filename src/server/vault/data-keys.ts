import { asc, desc, eq, sql } from 'drizzle-orm';
import type { CustomerId } from '@/core/ids';
import type { Transaction } from '../db/connection';
import { dataKey as dataKeyTable } from '../db/schema/secrets';
import { currentMaster, systemKeysOf } from '../db/system-keys';
import { once } from '../process';
import {
  type DataKey,
  dataKeyOf,
  makeDataKey,
  type Place,
  seal,
  Unopenable,
  unseal,
  unwrapDataKey,
  type WrappedKey,
} from './sealed';
import { SystemVault } from './system-key';
import { wrappingKey } from './wrapping-keys';

type Db = Transaction['db'];
type Stored = typeof dataKeyTable.$inferSelect;

/**
 * What each transaction found of the keys it asked for, and nothing beyond it: a key that was destroyed or is another
 * customer's is not at hand because some earlier transaction could read it.
 */
const found = (): WeakMap<Db, Map<string, Promise<Stored | undefined>>> => once('data keys', () => new WeakMap());

/** The vault for what belongs to no customer, in this transaction. */
export function systemVault(db: Db): SystemVault {
  return new SystemVault(systemKeysOf(db), wrappingKey);
}

/** The newest key of a customer, made where there is none yet, in the transaction of work for that customer. */
export async function keyForSealing(db: Db, customerId: CustomerId): Promise<DataKey> {
  const there = await newestKey(db, customerId);
  if (there !== undefined) return opened(there);
  // Whoever comes second waits, and then finds what the first one made.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`data key of ${customerId}`}, 0))`);
  const madeMeanwhile = await newestKey(db, customerId);
  if (madeMeanwhile !== undefined) return opened(madeMeanwhile);
  return addDataKey(db, customerId);
}

/** Another key of a customer, which is the one to seal with from the moment this transaction commits. */
export async function addDataKey(db: Db, customerId: CustomerId): Promise<DataKey> {
  const { dataKey, wrapped } = makeDataKey(await wrappingKey(await currentMaster(db)), customerId);
  const { id, masterKey } = dataKey;
  // A clock that was put back does not make it the older one.
  const madeAt = sql`(select greatest(clock_timestamp(), max(k.made_at) + interval '1 millisecond')
    from app.data_key k where k.customer_id = ${customerId})`;
  await db.insert(dataKeyTable).values({ id, customerId, masterKey, wrapped, madeAt });
  await db.execute(sql`select app.hold_data_key(${id})`);
  return dataKey;
}

const opened = async (stored: Stored): Promise<DataKey> => unwrapDataKey(await wrappingKey(stored.masterKey), stored);

/** Found and held in one statement: it is not destroyed before this transaction has ended. */
async function newestKey(db: Db, customerId: CustomerId): Promise<Stored | undefined> {
  const newest = db
    .select()
    .from(dataKeyTable)
    .where(eq(dataKeyTable.customerId, customerId))
    .orderBy(desc(dataKeyTable.madeAt), asc(dataKeyTable.id))
    .limit(1)
    .as('newest');
  const { id, customerId: of, masterKey, wrapped, madeAt } = newest;
  const [found] = await db
    .select({ id, customerId: of, masterKey, wrapped, madeAt, held: sql`app.hold_data_key(${id})`.as('held') })
    .from(newest);
  return found;
}

/** Seals a value for its place; see sealed.ts. */
export async function sealFor(db: Db, place: Place & { readonly customerId: CustomerId }, plain: string) {
  return seal(await keyForSealing(db, place.customerId), place, plain);
}

/** Opens a value that this transaction could read. Throws Unopenable when it is not what was sealed for this place. */
export async function unsealFrom(db: Db, place: Place, sealed: Uint8Array): Promise<string> {
  return (await unsealedBytes(db, place, sealed)).toString('utf8');
}

/** The same words in the same place, sealed with this key. Throws Unopenable. */
export async function reseal(
  db: Db,
  key: DataKey,
  place: Place & { readonly customerId: CustomerId },
  sealed: Uint8Array,
): Promise<Buffer> {
  return seal(key, place, await unsealedBytes(db, place, sealed));
}

async function unsealedBytes(db: Db, place: Place, sealed: Uint8Array): Promise<Buffer> {
  const row = await keyAtHand(db, dataKeyOf(sealed));
  if (row === undefined || row.customerId !== place.customerId) throw new Unopenable('its key is not at hand');
  return unseal(await opened(row), place, sealed);
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

/** What a key is for that belongs to no customer: it lies beside what it seals, and goes with it. */
const boundTo = (purpose: string): string => `routeward/1/${purpose}`;

/** A key for one thing alone, in the form it is stored in. `purpose` names the thing and its row. */
export async function makeOwnKey(db: Db, purpose: string): Promise<WrappedKey> {
  const { dataKey, wrapped } = makeDataKey(await wrappingKey(await currentMaster(db)), boundTo(purpose));
  return { id: dataKey.id, masterKey: dataKey.masterKey, wrapped };
}

/** Opens what `makeOwnKey` made for the same purpose. Throws Unopenable. */
export async function openOwnKey(purpose: string, { id, masterKey, wrapped }: WrappedKey): Promise<DataKey> {
  return unwrapDataKey(await wrappingKey(masterKey), { id, customerId: boundTo(purpose), wrapped });
}
