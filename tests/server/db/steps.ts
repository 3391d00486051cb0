import type { Role } from '@/core/access';
import type { Sql } from '@/server/db/connection';
import type { World } from '../../support/world';
import { attempt } from './ways';

/* Steps as the application's login could write them, without the product's queries, and what PostgreSQL says to them. */

export type Step = Readonly<Record<string, string | number | null>>;
export type Of = 'acme-corp' | 'other-isp';

/** A step of this person's in the customer's own session. */
export function stepIn(world: World, of: Of, role: Role, step: Step): string {
  const columns = {
    session_id: world.sessions[of],
    customer_id: world.customers[of],
    by_id: world.people[role].personId,
    from_address: '192.0.2.7',
    ...step,
  };
  const values = Object.values(columns).map((value) => (value === null ? 'null' : `'${value}'`));
  return `insert into app.session_step (${Object.keys(columns).join(', ')}) values (${values.join(', ')})`;
}

export interface Refusal {
  readonly code: string;
  readonly rule: string | undefined;
  readonly message: string;
}

/** What PostgreSQL says to statements, the first that it refuses; null where it takes them. What they did is taken back. */
export async function refusalOf(app: Sql, open: readonly string[], ...statements: string[]): Promise<Refusal | null> {
  let refusal: Refusal | null = null;
  await attempt(app, open, async (sql) => {
    for (const statement of statements)
      await sql.unsafe(statement).catch((error: Error & { code: string; constraint_name?: string }) => {
        refusal = { code: error.code, rule: error.constraint_name, message: error.message };
        throw error;
      });
  }).catch((error: unknown) => {
    if (refusal === null) throw error;
  });
  return refusal;
}

/** The code and rule by which PostgreSQL refuses a statement, or `taken`. */
export async function outcomeOf(app: Sql, open: readonly string[], ...statements: string[]): Promise<string> {
  const refusal = await refusalOf(app, open, ...statements);
  return refusal === null ? 'taken' : [refusal.code, refusal.rule].filter(Boolean).join(' ');
}
