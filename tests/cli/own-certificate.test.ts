import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownCertificate } from '@/cli/own-certificate';
import { emptyDirectory } from './product';

const dayMs = 24 * 60 * 60 * 1000;
const now = new Date('2026-03-01T00:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * dayMs);

test('the certificate we make names this machine, is no authority, and lasts 397 days', async () => {
  const { certificate } = await ownCertificate(emptyDirectory(), now);
  const made = new X509Certificate(certificate);
  for (const name of ['localhost', hostname().toLowerCase()]) expect(made.checkHost(name)).toBe(name);
  for (const address of ['127.0.0.1', '::1']) expect(made.checkIP(address)).toBe(address);
  expect(made.ca).toBe(false);
  expect(made.verify(made.publicKey)).toBe(true);
  expect((Date.parse(made.validTo) - Date.parse(made.validFrom)) / dayMs).toBe(397);
});

test('it stays the same, so that a fingerprint once compared stays true, until a month before its end', async () => {
  const keys = emptyDirectory();
  const first = await ownCertificate(keys, now);
  expect(await ownCertificate(keys, later(360))).toEqual(first);
  expect((await ownCertificate(keys, later(370))).certificate).not.toBe(first.certificate);
});

test('its key is for its owner alone', async () => {
  const keys = emptyDirectory();
  await ownCertificate(keys, now);
  expect(statSync(join(keys, 'tls.key')).mode & 0o777).toBe(0o600);
});

test('a pair that does not fit, or is damaged, is made anew', async () => {
  const keys = emptyDirectory();
  const first = await ownCertificate(keys, now);
  const other = await ownCertificate(emptyDirectory(), now);
  for (const key of [other.key, 'damaged', '']) {
    writeFileSync(join(keys, 'tls.key'), key);
    const made = await ownCertificate(keys, now);
    expect(made.certificate).not.toBe(first.certificate);
    expect(await ownCertificate(keys, now)).toEqual(made);
  }
});

test('a fault of the disk is told, and costs nobody the certificate that was compared', async () => {
  const keys = emptyDirectory();
  const first = await ownCertificate(keys, now);
  rmSync(join(keys, 'tls.key'));
  mkdirSync(join(keys, 'tls.key'));
  await expect(ownCertificate(keys, now)).rejects.toThrow(/cannot be read \(EISDIR\)\. Give both to the account/);
  expect(readFileSync(join(keys, 'tls.crt'), 'utf8')).toBe(first.certificate);
});
