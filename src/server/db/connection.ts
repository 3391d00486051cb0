import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { AppError } from '@/core/errors';
import { takeSeat } from './occupancy';

export type Sql = postgres.Sql;
export type Database = ReturnType<typeof drizzle>;

/**
 * Settings of each connection, because role settings do not apply at SET ROLE. A generic plan, which PostgreSQL may pick
 * after five executions, made a list of three customers eight hundred times slower. The time-outs end what would
 * otherwise hold the audit's sequence.
 */
const settings = {
  application_name: 'routeward',
  plan_cache_mode: 'force_custom_plan',
  statement_timeout: 5_000,
  idle_in_transaction_session_timeout: 5_000,
  lock_timeout: 4_000,
};

/** A directory of a Unix socket is written percent-encoded in the host's place, or as `?host=`, as in libpq. */
function socketDirectory(url: URL): string | null {
  const host = decodeURIComponent(url.hostname);
  return host.startsWith('/') ? host : url.searchParams.get('host');
}

/** True for a socket's directory and the loopback addresses: then nobody else is on the way. */
export function isOnThisMachine(address: string): boolean {
  const url = new URL(address);
  return socketDirectory(url) !== null || ['', 'localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/** Opens a pool of at most `max` connections. A server beyond this machine is spoken to over verified TLS or not at all. */
export function connect(address: string, max: number, parameters: Record<string, string | number> = settings): Sql {
  const url = new URL(address);
  const directory = socketDirectory(url);
  const isHere = isOnThisMachine(address);
  // What is left in the query would reach the server as a setting.
  for (const known of ['host', 'ssl', 'sslmode']) url.searchParams.delete(known);
  return postgres(url.toString(), {
    max,
    ...(directory === null ? {} : { host: directory }),
    ssl: isHere ? false : 'verify-full',
    connection: parameters,
    connect_timeout: 5,
    // Left to itself the driver waits up to 20 s before it looks again, and every request waits with it.
    backoff: (attempts: number) => Math.min(0.05 * 2 ** attempts, 1),
    onnotice: () => undefined,
  });
}

/** A transaction's statements. Once the transaction is over it refuses: the connection may be another customer's by then. */
export interface Transaction {
  readonly db: Database;
  /** From here on PostgreSQL itself refuses to write in this transaction. */
  readOnly(): Promise<void>;
}

/** Drizzle needs the parsers of the pool's client, which it adapts once; a transaction's client has none of its own. */
function guarded(sql: Sql, statements: postgres.TransactionSql): { db: Database; end: () => void } {
  let over = false;
  const client = {
    options: sql.options,
    unsafe: (...call: Parameters<Sql['unsafe']>) => {
      if (over) throw new AppError('internal', 'a statement came after its transaction was over');
      return statements.unsafe(...call);
    },
  };
  return {
    // safe: Drizzle's session uses nothing of the client but `options` and `unsafe` outside of db.transaction().
    db: drizzle(client as unknown as Sql, { casing: 'snake_case' }),
    end: () => {
      over = true;
    },
  };
}

/** Runs `work` in one transaction that begins by taking `role`. */
export async function transact<T>(sql: Sql, role: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const seat = takeSeat();
  // safe: `begin` unwraps nested promises in its type; the work's own result is not a promise.
  return (await sql
    .begin(async (statements) => {
      const { db, end } = guarded(sql, statements);
      seat.begin();
      try {
        await statements`select set_config('role', ${role}, true)`;
        return await work({
          db,
          readOnly: async () => {
            await statements`set transaction read only`;
          },
        });
      } finally {
        end();
      }
    })
    .finally(seat.leave)) as T;
}
