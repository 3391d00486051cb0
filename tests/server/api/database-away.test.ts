import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { embeddedBinaries } from '@/cli/postgres/binaries';
import { databaseAccount } from '@/cli/postgres/run-as';
import { type RunningPostgres, startPostgres } from '@/cli/postgres/start';
import { answerReady } from '@/server/api/http/health';
import { answerRest } from '@/server/api/http/rest';
import { issueAccessToken } from '@/server/auth/access-token';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { connect } from '@/server/db/connection';
import { prepareDatabase } from '@/server/db/migrate';
import { once } from '@/server/process';
import { makePerson } from '../../support/world';

const home = mkdtempSync(join(tmpdir(), 'routeward-away-'));
chmodSync(home, 0o711);
const runAs = databaseAccount();
const passwords = { superuser: randomBytes(32).toString('hex'), owner: randomBytes(32).toString('hex') };
const cluster = (): Promise<RunningPostgres> =>
  startPostgres({
    binDirectory: process.env.ROUTEWARD_TEST_POSTGRES ?? embeddedBinaries(join(home, 'bin'), runAs),
    dataDirectory: join(home, 'pg'),
    runAs,
    passwords,
    settings: { fsync: 'off' },
    onLog: () => undefined,
  });

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a database that goes away is a 503 that names it, and the next request after its return is answered', async () => {
  let postgres = await cluster();
  const { appUrl } = await prepareDatabase(postgres.ownerUrl(), randomBytes(32).toString('hex'));
  const pool = once('database', () => connect(appUrl, 4));
  const owner = connect(postgres.ownerUrl(), 1, {});
  const person = await makePerson(owner, 'superAdmin', []);
  await owner.end();
  process.env.ROUTEWARD_KEYS_DIRECTORY = home;
  await rotateSigningKey(home, new Date());
  const { token } = await issueAccessToken(person);
  const ask = async () => {
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'away' };
    const response = await answerRest(new Request('https://routeward.example.net/api/v1/customers', { headers }));
    return { status: response.status, cookies: response.headers.getSetCookie(), body: await response.json() };
  };
  expect(await ask()).toMatchObject({ status: 200 });

  await postgres.stop();
  for (const answer of await Promise.all(Array.from({ length: 8 }, ask)))
    expect(answer).toEqual({
      status: 503,
      cookies: [],
      body: { code: 'unavailable', message: 'The database does not answer. Try again in a moment.', requestId: 'away' },
    });
  await vi.waitFor(async () => expect((await answerReady()).status).toBe(503), { timeout: 5_000 });

  postgres = await cluster();
  await vi.waitFor(async () => expect(await ask()).toMatchObject({ status: 200 }), { timeout: 20_000 });
  await vi.waitFor(async () => expect((await answerReady()).status).toBe(200), { timeout: 5_000 });
  await pool.end({ timeout: 1 });
  await postgres.stop();
});
