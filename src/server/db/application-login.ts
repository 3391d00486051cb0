import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { OwnerConnection } from './owner';

/** What a transaction may become; see open.ts. They belong to the cluster: every Routeward database in it shares them. */
const transactionRoles = ['person', 'everything', 'customer', 'stranger', 'job'].map((name) => `routeward_${name}`);

export async function makeTransactionRoles({ sql }: OwnerConnection): Promise<void> {
  for (const name of transactionRoles) {
    await sql.unsafe(`do $$ begin
      if not exists (select from pg_roles where rolname = '${name}') then create role ${name} nologin; end if;
    exception when duplicate_object or unique_violation then null; end $$`);
  }
}

/**
 * Lets web and runner in: a login named after the database that owns nothing, inherits nothing, and can only become one
 * of the five roles. Returns its name.
 */
export async function admitApplication({ sql, database }: OwnerConnection, password: string): Promise<string> {
  const login = `${database}_app`;
  const quoted = `"${login.replaceAll('"', '""')}"`;
  // The server is told the verifier only, so the password is in no server log. It holds no quote: base64, `$` and `:`.
  const rights = `login noinherit password '${scramVerifier(password)}'`;
  await sql.begin(async (transaction) => {
    const [is] = await transaction<{ there: boolean }[]>`
      select exists (select from pg_roles where rolname = ${login}) as there`;
    await transaction.unsafe(`${is?.there === true ? 'alter' : 'create'} role ${quoted} ${rights}`);
    for (const role of transactionRoles) await transaction.unsafe(`grant ${role} to ${quoted}`);
  });
  return login;
}

/** RFC 5803 with PostgreSQL's own separators, as `password_encryption = scram-sha-256` stores it. */
function scramVerifier(password: string): string {
  const rounds = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, rounds, 32, 'sha256');
  const mac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(mac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${mac('Server Key').toString('base64')}`;
}
