import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { urlOf } from '@/cli/postgres/address';
import { connect, type Sql } from '@/server/db/connection';

/** The owner's address of the embedded database below this data directory, while it runs. */
export function ownerUrlOf(data: string): string {
  const { owner } = JSON.parse(readFileSync(join(data, 'keys/database.json'), 'utf8'));
  const login = { user: 'routeward_owner', password: owner, database: 'routeward' };
  return urlOf({ socketDirectory: join(data, 'pg') }, login);
}

/** The embedded database as its owner; whoever opens it ends it. */
export const ownerOf = (data: string): Sql => connect(ownerUrlOf(data), 1, {});
