import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A keys' directory of one test's own. */
export async function keysDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'routeward-keys-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}
