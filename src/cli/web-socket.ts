import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** macOS takes 103 bytes of a socket's path, Linux 107. */
const longestPathBytes = 100;

/**
 * The path of a socket in `directory`, which is made anew: nobody but this account can enter it, and what an earlier start
 * left there is gone. Where that would be too long a path for a socket, the directory is one of our own among the temporary
 * ones.
 */
export function placeForSocket(directory: string): string {
  const path = join(directory, 'web.sock');
  if (Buffer.byteLength(path) > longestPathBytes) return join(mkdtempSync(join(tmpdir(), 'routeward-')), 'web.sock');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700 });
  return path;
}

/** The directory goes with the product. An empty path: there never was one. */
export function removePlaceOf(path: string): void {
  if (path !== '') rmSync(dirname(path), { recursive: true, force: true });
}
