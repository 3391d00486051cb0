import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '@/core/start-error';
import { projectRoot } from './project-root';

/** Where everything lies that outlives a start. */
export interface DataDirectory {
  readonly path: string;
  /** 0700: master key, access keys, certificate, database passwords. */
  readonly keys: string;
  /** PGDATA of the embedded PostgreSQL, owned by the account it runs as. */
  readonly postgres: string;
  /** 0700: the socket between front and web, while they run. */
  readonly sockets: string;
  /** Of a demo: the certificates of its simulated routers. */
  readonly simulator: string;
  /** Copies of PostgreSQL's programs, where the packaged ones cannot be run in place. */
  readonly programs: string;
}

/** Where they are, whether they are there or not. */
export function roomsOf(path: string): DataDirectory {
  const room = (name: string): string => join(path, name);
  return {
    path,
    keys: room('keys'),
    postgres: room('pg'),
    sockets: room('run'),
    simulator: room('simulator'),
    programs: room('bin'),
  };
}

/** Makes the directory and its rooms with their rights, or says what stands in the way. */
export function prepareDataDirectory(path: string): DataDirectory {
  refuseInsideProject(path);
  const rooms = roomsOf(path);
  try {
    // Others may pass through to what is theirs (the database's account to pg/), not look around.
    if (!made(path, 0o711)) refuseForeign(rooms);
    if (!made(rooms.keys, 0o700) && (statSync(rooms.keys).mode & 0o777) !== 0o700) chmodSync(rooms.keys, 0o700);
    accessSync(path, constants.W_OK | constants.X_OK);
    accessSync(rooms.keys, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(
      `The data directory ${path} cannot be written (${code}). Give this account the right to, or set ROUTEWARD_DATA to ` +
        'an absolute path where it has it.',
      { cause: error },
    );
  }
  return rooms;
}

/** False when it was there before. Then its rights are left alone: it may be a place that others need, such as /tmp. */
function made(path: string, mode: number): boolean {
  // What lies above is made as anything else of this account; the mode would apply to it as well.
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  if (mkdirSync(path, { recursive: true }) === undefined) return false;
  chmodSync(path, mode);
  return true;
}

/** What an empty file system has in it already. */
const ofEmptyDisk = new Set(['lost+found']);
export const isEmptyDisk = (path: string): boolean => readdirSync(path).every((name) => ofEmptyDisk.has(name));

/** A file that is there while a backup is being restored. */
export const unfinishedRestore = 'restore.unfinished';

/** A directory that was there is taken when it is empty, or ours: with keys of whoever owns it or runs us. */
function refuseForeign({ path, keys }: DataDirectory): void {
  if (isEmptyDisk(path)) return;
  if (existsSync(join(path, unfinishedRestore))) {
    throw new StartError(
      `A restore was cut short in ${path}, so what is there is not whole. Empty the directory, and the database if it is your ` +
        'own, then restore again.',
    );
  }
  const room = lstatSync(keys, { throwIfNoEntry: false });
  // A folder that lets everybody in may hold keys that a stranger put there.
  const owners = [process.getuid?.(), statSync(path).uid];
  if (room !== undefined && owners.includes(room.uid) && statSync(keys).isDirectory()) return;
  throw new StartError(
    `The data directory ${path} holds something else already. Set ROUTEWARD_DATA to an empty or a new directory.`,
  );
}

/** Keys beside the sources end up in builds, images and repositories. */
function refuseInsideProject(path: string): void {
  const root = realpathSync(projectRoot());
  for (let at = path; ; at = dirname(at)) {
    if (real(at) === root) {
      throw new StartError(
        `The data directory ${path} lies inside the program's own folder, from where keys are copied along with it. Set ` +
          'ROUTEWARD_DATA to a place outside.',
      );
    }
    if (at === dirname(at)) return;
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Not made yet.
  }
}
