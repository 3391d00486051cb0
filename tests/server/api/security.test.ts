import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { claimNames } from '@/core/security-claims';
import { processEnv } from '@/env';
import { isEncrypted } from '@/server/api/disk-encryption';
import { frontFindings } from '@/server/api/front-findings';
import { asEverything } from '@/server/db/open';
import { securityState } from '@/server/db/security-state';
import { masterKeyFile } from '@/server/vault/master-key';
import type { TestDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';
import { world as withKeys } from '../auth/world';
import { deadPort, localCertificate } from '../post/receivers';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await withKeys();
  world = await makeWorld(database);
});

const state = () => asEverything(world.people.superAdmin, ({ db }) => securityState(db));

test('everybody reads the claims; what is found in the machine is for Super Admins', async () => {
  for (const role of ['admin', 'operator', 'viewer'] as const) {
    const { security } = apiOf(world.people[role]);
    expect((await security.get()).claims.map(({ claim }) => claim)).toEqual(claimNames);
    await expect(security.check()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
  const { findings } = await apiOf(world.people.superAdmin).security.check();
  expect([...new Set(findings.map(({ claim }) => claim))].sort()).toEqual([...claimNames].sort());
});

test('a table that lost its row security, and a trigger of the log that is off, are found', async () => {
  const { owner } = database;
  expect(await state()).toMatchObject({ unguarded: 0, mighty: 0, unprotected: 0 });
  await owner`alter table app.device no force row level security`;
  await owner`alter table audit.entry_default disable trigger change_is_refused`;
  expect(await state()).toMatchObject({ unguarded: 1, unprotected: 1 });
  await owner`alter table app.device force row level security`;
  await owner`alter table audit.entry_default enable trigger change_is_refused`;
  expect(await state()).toMatchObject({ unguarded: 0, unprotected: 0 });
});

test('a master key that others can read is found', async () => {
  const file = masterKeyFile(processEnv().keysDirectory);
  const found = async () =>
    (await apiOf(world.people.superAdmin).security.check()).findings.find(({ words }) => words.includes('master key'));
  expect(await found()).toMatchObject({ state: 'holds', words: expect.stringContaining('0400') });
  chmodSync(file, 0o444);
  onTestFinished(() => chmodSync(file, 0o400));
  expect(await found()).toMatchObject({ state: 'fails', words: expect.stringContaining('others can read it') });
});

describe('what answers at the public address', () => {
  const now = new Date();
  async function serving(versions: { minVersion: 'TLSv1.2' | 'TLSv1.3'; maxVersion: 'TLSv1.2' | 'TLSv1.3' }) {
    const { certificate, key } = await localCertificate();
    const server = createServer({ cert: certificate, key, ...versions }, (_request, response) => response.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
    const address = server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }
  const statesOf = async (url: string) => (await frontFindings(url, now)).map(({ state: found }) => found);

  test('TLS 1.3 alone holds, and the certificate’s end is shown', async () => {
    const found = await frontFindings(await serving({ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }), now);
    expect(found.map(({ state: each }) => each)).toEqual(['holds', 'holds', 'holds']);
    expect(found[2]?.words).toMatch(/^The certificate ends on \d{4}-\d\d-\d\d\. It is self-signed/);
  });

  test('TLS 1.2 that is taken, or 1.3 that is refused, is found', async () => {
    expect(await statesOf(await serving({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }))).toEqual([
      'holds',
      'fails',
      'holds',
    ]);
    expect(await statesOf(await serving({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }))).toEqual(['fails', 'fails']);
  });

  test('a certificate that ends within three weeks is found', async () => {
    const url = await serving({ minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' });
    const soon = await frontFindings(url, new Date(now.getTime() + 380 * 86_400_000));
    expect(soon[2]?.state).toBe('fails');
  });

  test('where nothing answers, nothing is said', async () => {
    expect(await statesOf(`https://127.0.0.1:${await deadPort()}`)).toEqual(['unknown']);
    expect(await statesOf('http://localhost:8080')).toEqual(['unknown']);
  });
});

describe('encryption below a disk, as Linux shows it', () => {
  /** A made-up /sys/dev/block/253:1: files by their paths, and what lies below it. */
  function device(files: Readonly<Record<string, string>>, below: readonly string[] = []): string {
    const home = mkdtempSync(join(tmpdir(), 'routeward-sys-'));
    mkdirSync(join(home, 'slaves'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    }
    for (const [index, other] of below.entries()) symlinkSync(other, join(home, 'slaves', `dm-${index}`));
    return home;
  }
  const luks = () => device({ 'dm/uuid': 'CRYPT-LUKS2-0f5a-name\n' });
  const bare = () => device({ size: '1\n' });

  test('LUKS is found, on its own and below a logical volume', async () => {
    expect(await isEncrypted(luks())).toBe(true);
    expect(await isEncrypted(device({ 'dm/uuid': 'LVM-abc\n' }, [luks(), luks()]))).toBe(true);
  });

  test('a plain disk, a volume on one, and a volume that is only half on an encrypted one are not encrypted', async () => {
    expect(await isEncrypted(bare())).toBe(false);
    expect(await isEncrypted(device({ 'dm/uuid': 'LVM-abc\n' }, [bare()]))).toBe(false);
    expect(await isEncrypted(device({ 'dm/uuid': 'LVM-abc\n' }, [luks(), bare()]))).toBe(false);
  });

  test('a device that is not shown is not said to be without', async () => {
    await expect(isEncrypted(join(tmpdir(), 'no-such-device'))).rejects.toThrow();
  });
});
