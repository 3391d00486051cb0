import { accessSync, chmodSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
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
  /** Copies of PostgreSQL's programs, where the packaged ones cannot be run in place. */
  readonly programs: string;
}

/** Makes the directory and its rooms with their rights, or says what stands in the way. */
export function prepareDataDirectory(path: string): DataDirectory {
  refuseInsideProject(path);
  const rooms = { path, keys: join(path, 'keys'), postgres: join(path, 'pg'), programs: join(path, 'bin') };
  try {
    // Others may pass through to what is theirs (the database's account to pg/), not look around.
    make(path, 0o711);
    make(rooms.keys, 0o700);
    accessSync(path, constants.W_OK | constants.X_OK);
    accessSync(rooms.keys, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(
      `The data directory ${path} cannot be written (${code}). Give this account the right to, or set ROUTEWARD_DATA to ` +
        'an absolute path where it has it.',
      { cause: error },
    );
  }
  return rooms;
}

function make(path: string, mode: number): void {
  // What lies above is made as anything else of this account; the mode would apply to it as well.
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  mkdirSync(path, { recursive: true, mode });
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
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
