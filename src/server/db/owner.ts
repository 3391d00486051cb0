import { StartError } from '@/core/start-error';
import { connect, type Sql } from './connection';

/** The owner's connection: migrations, the first admin, the demo's content. Never part of a request. */
export interface OwnerConnection {
  readonly sql: Sql;
  readonly database: string;
}

/** Connects, or throws StartError with the sentence for what is wrong with DATABASE_URL. */
export async function openOwner(ownerUrl: string): Promise<OwnerConnection> {
  const place = placeOf(ownerUrl);
  const sql = connect(ownerUrl, 2, { application_name: 'routeward-owner' });
  try {
    const [row] = await sql<{ database: string }[]>`select current_database() as database`;
    if (row === undefined) throw new StartError(`The database at ${place} gave no answer to a question.`);
    return { sql, database: row.database };
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error instanceof StartError ? error : new StartError(sentence(error, place), { cause: error });
  }
}

/** Where the address leads, without its password. */
function placeOf(ownerUrl: string): string {
  let url: URL;
  try {
    url = new URL(ownerUrl);
  } catch {
    throw new StartError('DATABASE_URL is not an address. Write it as postgres://role:password@host:5432/database.');
  }
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new StartError('DATABASE_URL must read postgres://role:password@host:5432/database.');
  return `${url.searchParams.get('host') ?? url.host}${url.pathname}`;
}

function sentence(error: unknown, place: string): string {
  const { code = '', message = '' } = error as { code?: string; message?: string }; // safe: only read, and only if there.
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${place} refuses the role or its password. Correct DATABASE_URL.`;
    case '3D000':
      return `PostgreSQL answers, but there is no database of that name (${place}). Create it, or correct DATABASE_URL.`;
    case '57P03':
      return `PostgreSQL at ${place} is still starting. Try again in a moment.`;
    case '53300':
      return `PostgreSQL at ${place} has no connection left. Raise max_connections or stop another client.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host in DATABASE_URL has no address (${place}). Correct its name.`;
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOENT':
    case 'CONNECT_TIMEOUT':
      return `Nothing answers as PostgreSQL at ${place} (${code}). Start it, or correct DATABASE_URL.`;
    default:
      return `PostgreSQL at ${place} could not be used: ${message || code || 'no reason given'}. Correct DATABASE_URL.`;
  }
}
