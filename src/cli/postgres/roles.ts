import { connect } from '@/server/db/connection';
import { scramVerifier } from '@/server/db/scram-verifier';

/** Passwords of the embedded database, each 256 random bits in hex: they need no quoting anywhere. */
export interface Passwords {
  readonly superuser: string;
  readonly owner: string;
}

export const ownerRole = 'routeward_owner';
export const productDatabase = 'routeward';

/**
 * The owner is a plain role, as it will be in a customer's PostgreSQL: a superuser would pass through row security, and
 * everything would work here and break there. Said anew at each start, so that a role that was widened by hand is narrow
 * again.
 */
export async function makeOwner(superuserUrl: string, password: string): Promise<void> {
  const sql = connect(superuserUrl, 1, { application_name: 'routeward-supervisor' });
  try {
    const role = await sql`select 1 from pg_roles where rolname = ${ownerRole}`;
    const rights = 'nosuperuser nobypassrls createrole nocreatedb noreplication login';
    await sql.unsafe(
      `${role.length ? 'alter' : 'create'} role ${ownerRole} ${rights} password '${scramVerifier(password)}'`,
    );
    const database = await sql`select 1 from pg_database where datname = ${productDatabase}`;
    if (database.length === 0) await sql.unsafe(`create database ${productDatabase} owner ${ownerRole}`);
  } finally {
    await sql.end();
  }
}
