import { StartError } from '@/core/start-error';
import type { Sql } from './connection';
import { openOwner } from './owner';

/** What the command line may do with the owner's connection, for whoever has a shell on this machine. */
export async function asConsole<T>(ownerUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const { sql } = await openOwner(ownerUrl);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Makes the first Super Admin, with its audit entry. Throws StartError when there is somebody already. */
export function createFirstAdmin(ownerUrl: string, { email, name, passwordHash }: NewPerson): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    await sql.begin(async (transaction) => {
      // Two consoles at once must not both find nobody.
      await transaction`lock table app.person in share row exclusive mode`;
      const [is] = await transaction<{ there: boolean }[]>`select exists (select from app.person) as there`;
      if (is?.there === true)
        throw new StartError('There are people already: the first Super Admin is made only once.');
      const [made] = await transaction<{ id: string }[]>`
        insert into app.person (email, name, role, password_hash)
        values (${email.toLowerCase()}, ${name}, 'superAdmin', ${passwordHash}) returning id`;
      const target = { kind: 'person', id: made?.id ?? '' };
      await transaction`select audit.append('person.created', 'ok', ${transaction.json(target)}, null,
        ${transaction.json({ role: 'superAdmin' })}, '{"address": "console"}', null)`;
    });
  });
}

/**
 * Tells the master key from a wrong one: the first start leaves its fingerprint in the database, later ones compare.
 * Throws StartError when they differ.
 */
export function checkMasterKey(ownerUrl: string, fingerprint: string): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    const [mark] = await sql<{ is: string }[]>`
      update app.mark set master_key_fingerprint = coalesce(master_key_fingerprint, ${fingerprint})
      returning master_key_fingerprint as is`;
    if (mark?.is !== fingerprint)
      throw new StartError(
        'This is not the master key that this database was made with. Put the right keys/master.key back, or restore the backup that both belong to.',
      );
  });
}

/** The passwords of a demo are published. Throws StartError for its database, wherever somebody found it. */
export function refuseDemo(ownerUrl: string): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    const [mark] = await sql<{ kind: string }[]>`select kind from app.mark`;
    if (mark?.kind === 'demo')
      throw new StartError(
        'This is the database of a demo, whose passwords are published. Run it with `routeward demo`, or set ROUTEWARD_DATA or DATABASE_URL to another.',
      );
  });
}
