import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { startPostgres } from '@/cli/postgres/start';
import { connect } from '@/server/db/connection';
import { prepareDatabase } from '@/server/db/migrate';
import { auditAppend } from './audit-append';
import { written } from './compare';
import { enrolment } from './enrolment';
import { report } from './report';
import { rowSecurity } from './row-security';
import { wire } from './wire';

// A real PostgreSQL with its real settings: durable, as a customer's is.
const home = mkdtempSync(join(tmpdir(), 'routeward-bench-'));
chmodSync(home, 0o711);
const runAs = databaseAccount();
const cluster = await startPostgres({
  binDirectory: embeddedBinaries(join(home, 'bin'), runAs),
  dataDirectory: join(home, 'pg'),
  runAs,
  passwords: { superuser: randomBytes(32).toString('hex'), owner: randomBytes(32).toString('hex') },
  settings: { max_connections: '200' },
  onLog: () => undefined,
});
try {
  const { appUrl } = await prepareDatabase(cluster.ownerUrl(), randomBytes(32).toString('hex'));
  // What the supervisor sets for the processes of the product.
  Object.assign(process.env, {
    ROUTEWARD_APP_DATABASE_URL: appUrl,
    ROUTEWARD_KEYS_DIRECTORY: home,
    ROUTEWARD_URL: 'https://routeward.example.net',
    ROUTEWARD_FRONT_KEY: randomBytes(32).toString('hex'),
    ROUTEWARD_LOG: 'error',
  });
  const [owner, many, app] = [
    connect(cluster.ownerUrl(), 1, {}),
    connect(cluster.ownerUrl(), 128, {}),
    connect(appUrl, 1),
  ];
  console.log('| measurement | ours | the other side | ratio | target |\n| --- | --- | --- | --- | --- |');
  for (const measured of await rowSecurity(owner, app)) console.log(written(measured));
  for (const measured of await auditAppend(owner, many)) console.log(written(measured));
  for (const measured of await wire()) console.log(written(measured));
  for (const measured of await report()) console.log(written(measured));
  for (const measured of await enrolment(owner, 1_200)) console.log(written(measured));
  await Promise.all([owner.end(), many.end(), app.end()]);
} finally {
  await cluster.stop();
  rmSync(home, { recursive: true, force: true });
}
