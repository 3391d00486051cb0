import { sql } from 'drizzle-orm';
import type { Transaction } from './connection';
import type { Statements } from './console';

/** A key for secrets of no customer, as it is stored. */
export interface StoredSystemKey {
  readonly id: string;
  readonly masterKey: number;
  readonly wrapped: Uint8Array;
}

/** Where these keys are kept: in a person's or the runner's transaction, or the console's. */
export interface SystemKeys {
  /** The newest first. */
  all(): Promise<readonly StoredSystemKey[]>;
  /** The newest, which is not destroyed before this transaction has ended. */
  toSealWith(): Promise<StoredSystemKey | undefined>;
  /** Keeps a key where there is none yet; else nothing. */
  keepFirst(key: StoredSystemKey): Promise<void>;
  /** Keeps another one, the newest. */
  keep(key: StoredSystemKey): Promise<void>;
  /** The number of the master key to wrap with. */
  currentMaster(): Promise<number>;
}

type Row = Record<string, unknown> & StoredSystemKey;

export const systemKeysOf = (db: Transaction['db']): SystemKeys => ({
  all: async () => [
    ...(await db.execute<Row>(sql`select id, master_key as "masterKey", wrapped from app.system_keys()`)),
  ],
  toSealWith: async () =>
    (await db.execute<Row>(sql`select id, master_key as "masterKey", wrapped from app.system_key_to_seal_with()`))[0],
  keepFirst: async ({ id, masterKey, wrapped }) => {
    await db.execute(sql`select app.keep_first_system_key(${id}, ${masterKey}, ${wrapped})`);
  },
  keep: async ({ id, masterKey, wrapped }) => {
    await db.execute(sql`select app.keep_system_key(${id}, ${masterKey}, ${wrapped})`);
  },
  currentMaster: () => currentMaster(db),
});

export async function currentMaster(db: Transaction['db']): Promise<number> {
  const [row] = await db.execute<{ number: number }>(sql`select app.current_master_key() as number`);
  if (row === undefined) throw new Error('app.current_master_key returned nothing');
  return row.number;
}

export const systemKeysOfConsole = (transaction: Statements): SystemKeys => ({
  all: async () => [
    ...(await transaction<StoredSystemKey[]>`select id, master_key as "masterKey", wrapped from app.system_keys()`),
  ],
  toSealWith: async () =>
    (
      await transaction<StoredSystemKey[]>`
        select id, master_key as "masterKey", wrapped from app.system_key_to_seal_with()`
    )[0],
  keepFirst: async ({ id, masterKey, wrapped }) => {
    await transaction`select app.keep_first_system_key(${id}, ${masterKey}, ${wrapped})`;
  },
  keep: async ({ id, masterKey, wrapped }) => {
    await transaction`select app.keep_system_key(${id}, ${masterKey}, ${wrapped})`;
  },
  currentMaster: async () => {
    const [row] = await transaction<{ number: number }[]>`select app.current_master_key() as number`;
    if (row === undefined) throw new Error('app.current_master_key returned nothing');
    return row.number;
  },
});
