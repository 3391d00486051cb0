import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { afterAll } from 'vitest';
import type { Role } from '@/core/access';
import type { PersonId } from '@/core/ids';
import { peppered } from '@/server/auth/password-hash';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { createMasterKey, deriveKey } from '@/server/vault/master-key';
import { type TestDatabase, testDatabase } from '../../support/database';

export const publicUrl = 'https://routeward.test';
export const password = 'tulip gravel nine cobalt';

export interface Person {
  readonly id: PersonId;
  readonly email: string;
}

export interface World extends TestDatabase {
  /** A person with `password`. */
  person(role?: Role): Promise<Person>;
  /** How many families of a person are alive. */
  alive(person: Person): Promise<number>;
}

/** A database, keys, and the environment that the supervisor gives to the web process. */
export async function world(): Promise<World> {
  const database = await testDatabase();
  const keys = mkdtempSync(join(tmpdir(), 'routeward-keys-'));
  afterAll(() => rmSync(keys, { recursive: true }));
  const master = await createMasterKey(keys);
  await rotateSigningKey(keys, new Date());
  Object.assign(process.env, {
    ROUTEWARD_APP_DATABASE_URL: database.appUrl,
    ROUTEWARD_KEYS_DIRECTORY: keys,
    ROUTEWARD_URL: publicUrl,
    ROUTEWARD_FRONT_KEY: 'f'.repeat(32),
  });
  // The product's own cost is 12; a test that makes dozens of people need not wait for it to be spent.
  const hash = await bcrypt.hash(peppered(deriveKey(master, 'passwordPepper'), password), 4);
  const { owner } = database;
  return {
    ...database,
    person: async (role = 'operator') => {
      const id = randomUUID();
      const email = `${id.slice(0, 8)}@example.net`;
      await owner`insert into app.person (id, email, name, role, password_hash)
        values (${id}, ${email}, ${'Test Person'}, ${role}, ${hash})`;
      // safe: the row just made.
      return { id: id as PersonId, email };
    },
    alive: async ({ id }) => {
      const [row] = await owner<{ count: number }[]>`select count(*)::int as count from app.token_family
        where person_id = ${id} and revoked_at is null and expires_at > app.now()`;
      return row?.count ?? 0;
    },
  };
}

/** Resolves when a statement of the owner's waits for a lock; for vi.waitFor. */
export async function waiting(owner: TestDatabase['owner']): Promise<void> {
  const found = await owner`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  if (found.length === 0) throw new Error('nobody waits');
}
