import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Permission, permissions, type Role, roles } from '@/core/access';
import { type TestDatabase, testDatabase } from '../../support/database';
import { drawn } from '../../support/drawn';
import { doorsOf, runMatrix, written } from '../../support/matrix';

const golden = readFileSync(new URL('../../laws/access-matrix.txt', import.meta.url), 'utf8');

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  vi.doUnmock('@/server/db/reach');
  await rowSecurity('enable');
});

/** The matrix as the product answers it, loaded anew so that it is made of whatever was mutated before. */
async function matrix(): Promise<string> {
  vi.resetModules();
  const root = await import('@/server/api/root');
  const doors = doorsOf(root.appRouter).filter(({ meta }) => meta.permission !== null);
  return written(await runMatrix(database, root, { doors }), doors);
}

/** A mutant of the first wall: no query asks whose rows they are any more. */
function removeFirstWall(): void {
  vi.doMock('@/server/db/reach', () => ({ joinReach: (query: unknown) => query, ownedBy: () => sql`true` }));
}

async function rowSecurity(change: 'enable' | 'disable'): Promise<void> {
  const tables = await database.owner`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'audit') and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'mark'`;
  for (const { name } of tables) await database.owner.unsafe(`alter table ${name} ${change} row level security`);
}

describe('two walls', () => {
  test('the whole matrix holds with the first wall removed', async () => {
    removeFirstWall();
    expect(await matrix()).toBe(golden);
  });

  test('the whole matrix holds with the second wall removed', async () => {
    await rowSecurity('disable');
    expect(await matrix()).toBe(golden);
  });

  test('without either of them the matrix is red: it would have noticed', async () => {
    removeFirstWall();
    await rowSecurity('disable');
    const naked = await matrix();
    expect(naked).not.toBe(golden);
    expect(naked).toContain('LEAK');
  });
});

describe('mutants of the table of permissions', () => {
  const asked = new Set(golden.match(/^\S+ {2}(\S+)/gm)?.map((line) => line.split('  ')[1]));
  const mutants = drawn(
    permissions.filter((one) => asked.has(one)).flatMap((one) => roles.map((role) => [one, role] as const)),
    3,
  );
  /** What is flipped at this moment: the doors ask the table at each call. */
  let flip: { readonly permission: Permission; readonly role: Role } | null = null;
  let root: typeof import('@/server/api/root');

  beforeAll(async () => {
    vi.resetModules();
    vi.doMock('@/core/access', async (original) => {
      const real = await original<typeof import('@/core/access')>();
      const flipped: typeof real.may = (who, what) =>
        (who === flip?.role && what === flip.permission) !== real.may(who, what);
      return { ...real, may: flipped };
    });
    root = await import('@/server/api/root');
  });

  /** The doors of a permission as one role finds them; whatever is flipped for it changes nothing for the others. */
  async function matrixOf(permission: Permission, role: Role): Promise<string> {
    const doors = doorsOf(root.appRouter).filter(({ meta }) => meta.permission === permission);
    return written(await runMatrix(database, root, { doors, who: [role] }), doors);
  }

  const goldenOf = (permission: Permission, role: Role) =>
    golden
      .split(/^(?=\S)/m)
      .filter((door) => door.split('  ')[1] === permission)
      .map((door) => door.replace(/^ {4}(\w+)=.*\n/gm, (line, who) => (who === role ? line : '')))
      .join('');

  test.each(mutants)('%s flipped for %s turns the matrix red', async (permission, role) => {
    flip = { permission, role };
    const flipped = await matrixOf(permission, role);
    flip = null;
    expect(flipped).not.toBe(goldenOf(permission, role));
  });

  test('without a flip, the doors of each permission answer each role as they stand in the matrix', async () => {
    for (const [permission, role] of mutants) expect(await matrixOf(permission, role)).toBe(goldenOf(permission, role));
  });
});
