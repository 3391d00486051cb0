import { sql } from 'drizzle-orm';
import type { PersonId } from '@/core/ids';
import type { Transaction } from './connection';
import { asStranger } from './open';

type Db = Transaction['db'];

/** Whether there is anybody yet. */
export async function isSetUp(): Promise<boolean> {
  const [row] = await asStranger(({ db }) => db.execute<{ is: boolean }>(sql`select auth.is_set_up() as is`));
  return row?.is !== false;
}

/** Whether a setup token of this hash opens the setup now. */
export async function opensSetup(db: Db, tokenHash: Buffer): Promise<boolean> {
  const [row] = await db.execute<{ opens: boolean }>(sql`select auth.opens_setup(${tokenHash}) as opens`);
  return row?.opens === true;
}

export interface FirstPerson {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly publicUrl: string;
}

/**
 * Makes the first Super Admin, once. The address is kept where the console named none; which one it is now is returned.
 * Null: the token opens nothing.
 */
export async function setUp(
  db: Db,
  tokenHash: Buffer,
  { email, name, passwordHash, publicUrl }: FirstPerson,
): Promise<{ readonly id: PersonId; readonly publicUrl: string } | null> {
  const [row] = await db.execute<{ id: PersonId | null }>(
    sql`select auth.set_up(${tokenHash}, ${email}, ${name}, ${passwordHash}, ${publicUrl}) as id`,
  );
  return row?.id == null ? null : { id: row.id, publicUrl: (await readPublicUrl(db)) ?? publicUrl };
}

/** The same in a transaction at hand. */
export async function readPublicUrl(db: Db): Promise<string | null> {
  const [row] = await db.execute<{ url: string | null }>(sql`select app.public_url() as url`);
  return row?.url ?? null;
}

/** The origin people open, as it was configured; null as long as nobody said. */
export const configuredPublicUrl = (): Promise<string | null> => asStranger(({ db }) => readPublicUrl(db));
