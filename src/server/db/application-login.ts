import { StartError } from '@/core/start-error';
import type { OwnerConnection } from './owner';
import { scramVerifier } from './scram-verifier';

/** What a transaction may become; see open.ts. They belong to the cluster; what they may see is granted database by database. */
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
  const [quoted, name] = [login, database].map((one) => `"${one.replaceAll('"', '""')}"`);
  // The server is told the verifier only, so the password is in no server log. It holds no quote: base64, `$` and `:`.
  const rights = `login noinherit password '${scramVerifier(password)}'`;
  await sql
    .begin(async (transaction) => {
      const [is] = await transaction<{ there: boolean }[]>`
      select exists (select from pg_roles where rolname = ${login}) as there`;
      await transaction.unsafe(`${is?.there === true ? 'alter' : 'create'} role ${quoted} ${rights}`);
      for (const role of transactionRoles) await transaction.unsafe(`grant ${role} to ${quoted}`);
      // The five roles are the whole cluster's. Without this the login of one Routeward could connect to another's database.
      await transaction.unsafe(`revoke connect, temporary on database ${name} from public`);
      await transaction.unsafe(`grant connect on database ${name} to ${quoted}`);
    })
    .catch((error: unknown) => {
      throw isRefused(error) ? new StartError(rolesOfAnother, { cause: error }) : error;
    });
  return login;
}

const rolesOfAnother =
  'The roles routeward_* of this PostgreSQL were made by another role than DATABASE_URL names, so it may not grant them. Let one role own every Routeward database of this server, or use another server.';

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}
