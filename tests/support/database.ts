import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { connect, type Sql } from '@/server/db/connection';
import { stopHearing } from '@/server/db/notices';
import { once } from '@/server/process';
import { template } from './cluster';

export interface TestDatabase {
  /** The owner's connection: makes the world a test starts from, and looks at what is left of it. */
  readonly owner: Sql;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Moves this database's clock; every expiry is decided against it. `'14 minutes'`, `'-2 hours'`. */
  shiftClock(by: string): Promise<void>;
}

/**
 * A database of this test file's own, copied from the migrated template, and the one the product's openers use in this
 * process. It is marked as a test's, so that its clock can be shifted, and dropped when the file is done.
 */
export async function testDatabase(connections = 10): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const superuser = connect(inject('superuserUrl'), 1, {});
  await superuser.unsafe(`create database ${name} template ${template} owner routeward_owner`);
  const ownerUrl = within(inject('ownerUrl'), name);
  const appUrl = asLogin(ownerUrl, `${template}_app`, inject('appPassword'));
  const owner = connect(ownerUrl, 4, {});
  await owner`update app.mark set kind = 'test'`;
  const pool = once('database', () => connect(appUrl, connections));
  once('database address', () => appUrl);
  afterAll(async () => {
    stopHearing();
    await Promise.all([pool.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
    await superuser.unsafe(`drop database ${name} with (force)`);
    await superuser.end();
  });
  return {
    owner,
    ownerUrl,
    appUrl,
    shiftClock: async (by) => {
      await owner`update app.mark set clock_shift = ${by}::interval`;
    },
  };
}

function within(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.toString();
}

function asLogin(address: string, role: string, password: string): string {
  const url = new URL(address);
  url.username = role;
  url.password = password;
  return url.toString();
}
