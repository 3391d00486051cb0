import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createMasterKey, deriveKey, fingerprint, loadMasterKey, masterKeyFile } from '@/server/vault/master-key';
import { keysDirectory } from './keys';

test('a master key is 32 bytes that its owner alone can read, and comes back the same', async () => {
  const directory = await keysDirectory();
  const made = await createMasterKey(directory);
  expect((await stat(masterKeyFile(directory))).mode & 0o777).toBe(0o400);
  expect(await readFile(masterKeyFile(directory))).toHaveLength(32);
  expect(fingerprint(await loadMasterKey(directory))).toBe(fingerprint(made));
});

test('a master key is never overwritten, not even by two that make one at the same time', async () => {
  const directory = await keysDirectory();
  const made = await Promise.allSettled(Array.from({ length: 8 }, () => createMasterKey(directory)));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(createMasterKey(directory)).rejects.toThrow(/never overwritten/);
});

test('a missing, short or readable key is refused in one sentence that says what to do', async () => {
  const directory = await keysDirectory();
  await expect(loadMasterKey(directory)).rejects.toThrow(/is missing\. Put it back/);
  await writeFile(masterKeyFile(directory), Buffer.alloc(31), { mode: 0o400 });
  await expect(loadMasterKey(directory)).rejects.toThrow(/31 bytes instead of 32/);
  await chmod(masterKeyFile(directory), 0o644);
  await expect(loadMasterKey(directory)).rejects.toThrow(/can be read by others \(0644\)\. Run: chmod 0400/);
});

test('each purpose has a key of its own, and the fingerprint is none of them', async () => {
  const key = await createMasterKey(await keysDirectory());
  const other = await createMasterKey(await keysDirectory());
  const derived = (['passwordPepper', 'nextAuthSecret', 'appDatabasePassword'] as const).map((purpose) =>
    deriveKey(key, purpose).toString('hex'),
  );
  expect(new Set([...derived, fingerprint(key)]).size).toBe(4);
  expect(fingerprint(other)).not.toBe(fingerprint(key));
});

test('a master key that is printed or put into JSON shows nothing of itself', async () => {
  const directory = await keysDirectory();
  const key = await createMasterKey(directory);
  const bytes = await readFile(masterKeyFile(directory));
  const shown = inspect(key, { depth: 10, showHidden: true }) + JSON.stringify(key);
  for (const spelling of ['hex', 'base64', 'base64url', 'latin1'] as const)
    expect(shown).not.toContain(bytes.toString(spelling));
});
