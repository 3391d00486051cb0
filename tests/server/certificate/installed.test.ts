import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { installedPair, installing, removing } from '@/server/certificate/installed';
import type { Pair } from '@/server/certificate/pem';
import { makePair } from '../../support/certificates';

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'routeward-certificate-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}
const install = async (keys: string, pair: Pair) => (await installing(keys, pair)).apply();

test('it is one file for its owner alone, and there is none until the change is applied', async () => {
  const keys = directory();
  const pair = await makePair();
  const change = await installing(keys, pair);
  expect([await installedPair(keys), readdirSync(keys)]).toEqual([null, ['installed-certificate.pem.new']]);
  await change.apply();
  expect(readdirSync(keys)).toEqual(['installed-certificate.pem']);
  expect(statSync(join(keys, 'installed-certificate.pem')).mode & 0o777).toBe(0o400);
  expect(await installedPair(keys)).toEqual(pair);
});

test('what root installs belongs to the account that Routeward runs as', async () => {
  const keys = directory();
  if (process.getuid?.() === 0) chownSync(keys, 65_534, 65_534);
  await install(keys, await makePair());
  expect(statSync(join(keys, 'installed-certificate.pem')).uid).toBe(statSync(keys).uid);
});

test('what an attempt that was cut short has left is in nobody’s way, and goes with the next', async () => {
  const keys = directory();
  await installing(keys, await makePair());
  const pair = await makePair();
  await install(keys, pair);
  expect([await installedPair(keys), readdirSync(keys)]).toEqual([pair, ['installed-certificate.pem']]);
  await installing(keys, await makePair());
  await (await removing(keys))?.apply();
  expect(readdirSync(keys)).toEqual([]);
});

test('whoever reads while it is replaced finds a certificate with its own key', async () => {
  const keys = directory();
  const pairs = [await makePair(), await makePair()];
  await install(keys, pairs[0] ?? (await makePair()));
  let isOver = false;
  const replacing = (async () => {
    for (let time = 0; time < 40; time += 1) await install(keys, pairs[time % 2] ?? (await makePair()));
    isOver = true;
  })();
  const found: (Pair | null)[] = [];
  while (!isOver) found.push(await installedPair(keys));
  await replacing;
  expect(found.length).toBeGreaterThan(1);
  for (const one of found) expect(pairs).toContainEqual(one);
});

test('what a change tells is what was and what is, and never the key', async () => {
  const keys = directory();
  const [first, second] = [await makePair(), await makePair({ names: ['a.example.net'] })];
  const told = [await installing(keys, first)];
  await told[0]?.apply();
  told.push(await installing(keys, second));
  await told[1]?.apply();
  const removed = await removing(keys);
  expect(told[0]?.detail).toMatchObject({ before: { fingerprint: null }, after: { names: ['routeward.example.net'] } });
  expect(told[1]?.detail.before).toEqual(told[0]?.detail.after);
  expect(removed?.detail).toEqual({
    before: told[1]?.detail.after,
    after: { fingerprint: null, names: null, validTo: null },
  });
  const words = JSON.stringify([...told, removed].map((change) => change?.detail));
  for (const { key } of [first, second]) expect(words).not.toContain(key.slice(40, 80));
  await removed?.apply();
  expect([await installedPair(keys), await removing(keys)]).toEqual([null, null]);
});

test('one that others can read is not used; a damaged one can be replaced', async () => {
  const keys = directory();
  const file = join(keys, 'installed-certificate.pem');
  writeFileSync(file, 'damaged', { mode: 0o600 });
  expect(await installedPair(keys)).toEqual({ certificate: '', key: '' });
  const pair = await makePair();
  await install(keys, pair);
  expect(await installedPair(keys)).toEqual(pair);
  chmodSync(file, 0o444);
  await expect(installedPair(keys)).rejects.toThrow(/can be read by others/);
  await (await removing(keys))?.apply();
  expect(await installedPair(keys)).toBeNull();
});
