import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import type { CustomerId } from '@/core/ids';
import { processEnv } from '@/env';
import { once } from '../process';
import { connect, type Sql, type Transaction, transact } from './connection';

export type { Transaction };

type Work<T> = (transaction: Transaction) => Promise<T>;

/** The jobs that work without a person: a short list, so that each can be argued about. */
export type JobName =
  | 'refusals'
  | 'sweep'
  | 'partitions'
  | 'purge'
  | 'dispatch'
  | 'probe'
  | 'export'
  | 'settings'
  | 'post'
  | 'keys'
  | 'alarms'
  | 'trials';

// Ten connections a process: a transaction lasts a few milliseconds, and an upper bound protects a shared PostgreSQL.
const pool = (): Sql =>
  once('database', () =>
    connect(
      once('database address', () => processEnv().appDatabaseUrl),
      10,
    ),
  );

async function entered<T>(role: string, principal: Principal, work: Work<T>): Promise<T> {
  return transact(pool(), role, async (transaction) => {
    const [row] = await transaction.db.execute<{ refused: string | null }>(
      sql`select app.enter_person(${principal.personId}, ${principal.familyId}, ${principal.role}, ${principal.epoch}) as refused`,
    );
    if (row?.refused !== null)
      throw new AppError('unauthenticated', `sign in again: ${row?.refused ?? 'unknown session'}`);
    return work(transaction);
  });
}

/** One person's transaction: row security shows the assigned customers. Throws `unauthenticated` when the session ended. */
export function asPerson<T>(principal: Principal, work: Work<T>): Promise<T> {
  return entered('routeward_person', principal, work);
}

/** A Super Admin's transaction: every customer. */
export async function asEverything<T>(principal: Principal, work: Work<T>): Promise<T> {
  if (principal.role !== 'superAdmin') throw new AppError('forbidden', 'only a Super Admin reaches every customer');
  return entered('routeward_everything', principal, work);
}

/** Work done for one customer without the person being there; `because` names the run or job it is done for. */
export function asCustomer<T>(customerId: CustomerId, because: string, work: Work<T>): Promise<T> {
  return transact(pool(), 'routeward_customer', async (transaction) => {
    const [row] = await transaction.db.execute<{ refused: string | null }>(
      sql`select app.enter_customer(${customerId}, ${because}) as refused`,
    );
    if (row?.refused !== null) throw new AppError('notFound', 'no such customer');
    return work(transaction);
  });
}

/** Somebody not signed in: no table at all, only the functions of sign-in and refresh, and the audit. */
export function asStranger<T>(work: Work<T>): Promise<T> {
  return transact(pool(), 'routeward_stranger', work);
}

/** Housekeeping. */
export function asJob<T>(name: JobName, work: Work<T>): Promise<T> {
  return transact(pool(), 'routeward_job', async (transaction) => {
    await transaction.db.execute(sql`select set_config('app.because', ${name}, true)`);
    return work(transaction);
  });
}

/** Ends the connections of a process that has done what it began them for: a command. */
export const leaveDatabase = (): Promise<void> => pool().end({ timeout: 5 });

/** True when the database answers; for readiness. */
export async function databaseAnswers(): Promise<boolean> {
  return asStranger(async ({ db }) => (await db.execute<{ is: number }>(sql`select 1 as is`)).length === 1);
}
