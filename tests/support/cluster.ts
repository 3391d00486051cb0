import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'vitest';
import type { TestProject } from 'vitest/node';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { startPostgres } from '@/cli/postgres/start';
import { connect } from '@/server/db/connection';
import { prepareDatabase } from '@/server/db/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    superuserUrl: string;
    ownerUrl: string;
    appPassword: string;
  }
}

export const template = 'routeward_template';

/**
 * One real PostgreSQL for a whole run, with one migrated database that each test file copies. Which PostgreSQL it is says
 * ROUTEWARD_TEST_POSTGRES: a directory with `postgres` and `initdb`; unset, it is the one that the product embeds.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'routeward-test-'));
  chmodSync(home, 0o711);
  const runAs = databaseAccount();
  const given = process.env.ROUTEWARD_TEST_POSTGRES;
  const cluster = await startPostgres({
    binDirectory: given ?? embeddedBinaries(join(home, 'bin'), runAs),
    dataDirectory: join(home, 'pg'),
    runAs,
    passwords: { superuser: randomBytes(32).toString('hex'), owner: randomBytes(32).toString('hex') },
    // The data of a test run outlives nothing, so it need not survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    onLog: () => undefined,
  });
  const appPassword = randomBytes(32).toString('hex');
  const sql = connect(cluster.superuserUrl(), 1, {});
  await sql.unsafe(`create database ${template} owner routeward_owner`);
  await sql.end();
  await prepareDatabase(cluster.ownerUrl(template), appPassword);
  project.provide('superuserUrl', cluster.superuserUrl());
  project.provide('ownerUrl', cluster.ownerUrl('postgres'));
  project.provide('appPassword', appPassword);
  return async () => {
    await cluster.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
