import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { may } from '@/core/access';
import type { DoorMeta } from '@/server/api/procedure';
import * as root from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { type Cell, doorsOf, runMatrix, written } from '../../support/matrix';

const golden = fileURLToPath(new URL('../../laws/access-matrix.txt', import.meta.url));

let database: TestDatabase;
let cells: Cell[];

beforeAll(async () => {
  database = await testDatabase();
  cells = await runMatrix(database, root, { doors: doorsOf(root.appRouter) });
});

test('every door answers every role as the golden matrix says', async () => {
  await expect(written(cells, doorsOf(root.appRouter))).toMatchFileSnapshot(golden);
});

/** What the table of permissions and the rule of scopes say of a cell. */
function expected({ door, role, relation }: Cell, { permission, scope }: DoorMeta): string {
  if (permission === null || !may(role, permission)) return 'FORBIDDEN';
  const isByName = scope === 'customer' || scope === 'customers' || scope === 'asked' || scope === 'among';
  const isOwnAlone =
    scope === 'ownSignIn' || scope === 'archivedCustomer' || scope === 'ownExport' || scope === 'ownTrial';
  const isReached = relation === 'own' || (relation === 'foreign' && role === 'superAdmin' && !isOwnAlone);
  if (!isReached) return isByName ? 'FORBIDDEN' : 'NOT_FOUND';
  // Nobody but an Admin is ever on call.
  if (door === 'changes.authoriseOnCall' && role === 'superAdmin') return 'FORBIDDEN';
  // A Super Admin too cannot change devices of two customers in one call.
  return scope === 'devices' && relation === 'foreign' ? 'BAD_REQUEST' : 'ok';
}

test('the golden matrix agrees with the table of permissions and the rule of scopes', () => {
  const doors = new Map(doorsOf(root.appRouter).map(({ path, meta }) => [path, meta]));
  const wrong = cells.filter((cell) => {
    const meta = doors.get(cell.door);
    return meta === undefined || cell.outcome !== expected(cell, meta);
  });
  expect(wrong).toEqual([]);
});

test('the doors for strangers are these and no other', () => {
  const open = doorsOf(root.appRouter).filter(({ meta }) => meta.permission === null);
  expect(open.map(({ path }) => path)).toEqual([
    'auth.changePassword',
    'auth.openReset',
    'auth.refresh',
    'auth.resetPassword',
    'auth.signIn',
    'invitations.accept',
    'invitations.open',
    'setup.finish',
    'setup.open',
  ]);
});

test('the doors that leave no entry are these and no other', () => {
  const quiet = doorsOf(root.appRouter).filter(({ meta }) => typeof meta.audit !== 'string');
  expect(quiet.map(({ path }) => path)).toEqual(['shell']);
});
