import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { may } from '@/core/access';
import * as root from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { type Cell, doorsOf, runMatrix, written } from '../../support/matrix';

const golden = fileURLToPath(new URL('../../laws/access-matrix.txt', import.meta.url));

let database: TestDatabase;
let cells: Cell[];

beforeAll(async () => {
  database = await testDatabase();
  cells = await runMatrix(database, root);
});

test('every door answers every role as the golden matrix says', async () => {
  await expect(written(cells, doorsOf(root.appRouter))).toMatchFileSnapshot(golden);
});

test('the golden matrix agrees with the table of permissions and the rule of scopes', () => {
  const doors = new Map(doorsOf(root.appRouter).map(({ path, meta }) => [path, meta]));
  const wrong = cells.filter(({ door, role, relation, outcome }) => {
    const meta = doors.get(door);
    if (meta?.permission == null) return true;
    const foreign = meta.scope === 'customer' ? 'FORBIDDEN' : 'NOT_FOUND';
    const isReached =
      relation === 'own' || (relation === 'foreign' && role === 'superAdmin' && meta.scope !== 'ownSignIn');
    // A Super Admin too cannot change devices of two customers in one call.
    const reached = meta.scope === 'devices' && relation === 'foreign' ? 'BAD_REQUEST' : 'ok';
    const expected = !may(role, meta.permission) ? 'FORBIDDEN' : isReached ? reached : foreign;
    return outcome !== expected;
  });
  expect(wrong).toEqual([]);
});

test('the doors for strangers are these and no other', () => {
  const open = doorsOf(root.appRouter).filter(({ meta }) => meta.permission === null);
  expect(open.map(({ path }) => path)).toEqual(['auth.refresh', 'auth.signIn']);
});

test('the doors that leave no entry are these and no other', () => {
  const quiet = doorsOf(root.appRouter).filter(({ meta }) => typeof meta.audit !== 'string');
  expect(quiet.map(({ path }) => path)).toEqual(['shell']);
});
