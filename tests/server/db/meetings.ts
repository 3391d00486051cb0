import { vi } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import type { TestDatabase } from '../../support/database';

/* Two transactions of the application's login that meet: one of them is under way while the other is done. */

/** How a transaction is opened, and what is done in it. */
export interface Side {
  readonly open: readonly string[];
  readonly statement: string;
}
/** The row it answered, or the rule, or else the code, by which it was refused. */
type Outcome = Record<string, unknown> | string;

export class Meetings {
  readonly #owner: Sql;
  readonly #first: Sql;
  readonly #second: Sql;

  constructor({ appUrl, owner }: TestDatabase) {
    this.#owner = owner;
    this.#first = connect(appUrl, 1);
    this.#second = connect(appUrl, 1);
  }

  async end(): Promise<void> {
    await Promise.all([this.#first.end(), this.#second.end()]);
  }

  /** One by itself. */
  alone(side: Side): Promise<Outcome> {
    return this.#first.begin((sql) => did(sql, side)).catch(refusal);
  }

  /** The later one is done while the earlier one has not committed: it has to wait for it, and fails where it does not. */
  async meeting(earlier: Side, later: Side): Promise<[Outcome, Outcome]> {
    const { done, waiting } = await this.#first.begin(async (sql) => {
      const done = await did(sql, earlier);
      const waiting = this.#second.begin((inner) => did(inner, later)).catch(refusal);
      await vi.waitFor(() => this.#someoneWaits(), { timeout: 4_000 });
      return { done, waiting };
    });
    return [done, await waiting];
  }

  /** The later one has been opened, with the rights of that moment, when the earlier one is done and commits. */
  async overtaken(earlier: Side, later: Side): Promise<[Outcome, Outcome]> {
    let done: Outcome = 'nothing';
    const overtaken = await this.#second
      .begin(async (sql) => {
        for (const one of later.open) await sql.unsafe(one);
        done = await this.alone(earlier);
        return did(sql, { open: [], statement: later.statement });
      })
      .catch(refusal);
    return [done, overtaken];
  }

  /** The owner sees who waits for a lock, though not for what. */
  async #someoneWaits(): Promise<void> {
    const found = await this.#owner`select from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database()`;
    if (found.length === 0) throw new Error('nobody waits');
  }
}

async function did(sql: Pick<Sql, 'unsafe'>, { open, statement }: Side): Promise<Record<string, unknown>> {
  for (const one of open) await sql.unsafe(one);
  const [row] = await sql.unsafe(statement);
  return { ...row };
}

const refusal = (error: Error & { code?: string; constraint_name?: string }): string =>
  error.constraint_name ?? error.code ?? error.message;
