import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StartError } from '@/core/start-error';
import { until } from '../until';
import { type Address, addressFor, socketPort, urlOf } from './address';
import { type Cluster, initialise, refuseOtherMajor } from './initialise';
import { saysReady, stopLeftBehind } from './left-behind';
import { makeOwner, ownerRole, type Passwords, productDatabase } from './roles';
import { serverEnvironment, spawnAs } from './run-as';

export interface PostgresOptions extends Cluster {
  readonly passwords: Passwords;
  /** Server settings beyond ours, such as `fsync: 'off'` for tests. */
  readonly settings: Readonly<Record<string, string>>;
  /** Each line the server writes. */
  readonly onLog: (line: string) => void;
}

export interface RunningPostgres {
  readonly process: ChildProcess;
  /** The plain owner's URL of `database`; without a name the product's own. */
  readonly ownerUrl: (database?: string) => string;
  /** The superuser's URL of `database`, for making databases in tests and the owner at start. */
  readonly superuserUrl: (database?: string) => string;
  /** Fast shutdown: clients are cut off, data is flushed. Resolves when the process is gone. */
  readonly stop: () => Promise<void>;
}

const startPatienceMs = 60_000;
const stopPatienceMs = 20_000;

/**
 * Starts a PostgreSQL of our own in `dataDirectory`, making it first if it is not there. Resolves when it answers.
 * Throws StartError when it does not start, or when the directory was made by another major version.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  await refuseOtherMajor(options);
  await initialise(options, options.passwords.superuser);
  await stopLeftBehind(options.dataDirectory);
  const address = await addressFor(options.dataDirectory);
  const child = await launch(options, address);
  const superuserUrl = (database = 'postgres') =>
    urlOf(address, { user: 'postgres', password: options.passwords.superuser, database });
  try {
    await makeOwner(superuserUrl(), options.passwords.owner);
  } catch (error) {
    await stop(child);
    throw wrongPassword(error, options.dataDirectory);
  }
  return {
    process: child,
    superuserUrl,
    ownerUrl: (database = productDatabase) =>
      urlOf(address, { user: ownerRole, password: options.passwords.owner, database }),
    stop: () => stop(child),
  };
}

async function launch(options: PostgresOptions, address: Address): Promise<ChildProcess> {
  const child = spawn(
    join(options.binDirectory, 'postgres'),
    ['-D', options.dataDirectory, ...flags(options, address)],
    {
      ...spawnAs(options.runAs),
      cwd: '/',
      env: serverEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in a terminal must reach the supervisor alone, which stops the database last.
      detached: true,
    },
  );
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      options.onLog(line);
    });
  }
  // The program cannot be run at all: said by an event, and `gone` from then on.
  child.once('error', (error) => last.push(error.message));
  const isReady = () => saysReady(options.dataDirectory, child.pid);
  await until(() => gone(child) || isReady(), startPatienceMs);
  if (!gone(child) && isReady()) return child;
  await stop(child);
  throw new StartError(`PostgreSQL did not start in ${options.dataDirectory}: ${reason(last)}`);
}

/** Nothing secret may stand here: a command line is public on the machine. */
function flags(options: PostgresOptions, address: Address): string[] {
  const where =
    'socketDirectory' in address
      ? { listen_addresses: '', unix_socket_directories: `"${address.socketDirectory}"`, port: String(socketPort) }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(address.loopbackPort) };
  const settings = {
    ...where,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    // A failing statement may hold what must not be logged; its error is enough.
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function stop(child: ChildProcess): Promise<void> {
  if (gone(child)) return;
  child.kill('SIGINT');
  if (await until(() => gone(child), stopPatienceMs)) return;
  child.kill('SIGQUIT');
  await until(() => gone(child), stopPatienceMs);
}

function gone(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function reason(lines: string[]): string {
  return lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? 'it ended without a word';
}

function wrongPassword(error: unknown, dataDirectory: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== '28P01') return error;
  return new StartError(
    `The database in ${dataDirectory} does not accept the password in keys/database.json beside it: put back the file that ` +
      'was made with this database. Nothing was changed.',
    { cause: error },
  );
}
