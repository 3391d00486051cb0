import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { processEnv } from '@/env';
import { describe } from '@/server/certificate/describe';
import { installedPair } from '@/server/certificate/installed';
import type { Pair } from '@/server/certificate/pem';
import { noteServed } from '@/server/certificate/served';
import { makePair } from '../../support/certificates';
import { type TestDatabase, testDatabase } from '../../support/database';
import { apiOf } from '../../support/runs';
import { makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
let pair: Pair;
const keys = () => processEnv().keysDirectory;
const file = () => join(keys(), 'installed-certificate.pem');
const api = () => apiOf(world.people.superAdmin).certificate;

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
  pair = await makePair();
});
beforeEach(() => rmSync(file(), { recursive: true, force: true }));

const outcomes = async () =>
  (await database.owner`select outcome from audit.entry where event = 'certificate.installed' order by at`).map(
    ({ outcome }) => outcome,
  );

test('without its entry no certificate is installed', async () => {
  await database.owner`alter table audit.entry add constraint nothing_more check (outcome <> 'ok') not valid`;
  onTestFinished(async () => {
    await database.owner`alter table audit.entry drop constraint nothing_more`;
  });
  await expect(api().install(pair)).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect(existsSync(file())).toBe(false);
});

test('a file that cannot be written leaves no entry that says it was', async () => {
  const before = await outcomes();
  mkdirSync(file());
  await expect(api().install(pair)).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect((await outcomes()).slice(before.length)).toEqual(['failed']);
});

test('what is told of a change is what is there, and the key is nowhere but in the file', async () => {
  const { certificate } = pair;
  expect(await api().install(pair)).toEqual(describe(certificate));
  expect(await installedPair(keys())).toEqual(pair);
  const [entry] = await database.owner`
    select body from audit.entry where event = 'certificate.installed' order by at desc, id desc limit 1`;
  const { fingerprint, names, validTo } = describe(certificate);
  expect(JSON.parse(entry?.body).detail.after).toEqual({ fingerprint, names, validTo });
  expect(entry?.body).not.toContain(pair.key.slice(40, 80));
  await api().remove();
  expect(existsSync(file())).toBe(false);
});

test('what is wrong with it is said, and nothing changes', async () => {
  const wrong = { ...pair, key: (await makePair()).key };
  const refusal = { code: 'BAD_REQUEST', message: 'The key belongs to another certificate.' };
  await expect(api().install(wrong)).rejects.toMatchObject(refusal);
  await expect(api().remove()).rejects.toMatchObject({ code: 'CONFLICT', message: 'No certificate is installed.' });
  expect(existsSync(file())).toBe(false);
});

test('where the environment names files, those are changed and nothing is installed', async () => {
  noteServed({ source: 'environment', ...describe(pair.certificate) });
  onTestFinished(() => noteServed(null));
  expect((await api().get()).served).toMatchObject({ source: 'environment' });
  for (const asked of [() => api().install(pair), () => api().remove()])
    await expect(asked()).rejects.toMatchObject({ code: 'CONFLICT', message: /Change those/ });
  expect(existsSync(file())).toBe(false);
});
