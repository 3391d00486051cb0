import { setTimeout as after } from 'node:timers/promises';
import { StartError } from '@/core/start-error';
import { causesOf } from '@/server/log';
import { Backoff } from './backoff';
import type { DataDirectory } from './data-directory';
import { databasePasswords } from './database-passwords';
import type { Log } from './log';
import { embeddedBinaries } from './postgres/binaries';
import { canEnter, databaseAccount } from './postgres/run-as';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres/start';

/** Fatal to PostgreSQL, for whoever still has a connection when it is told to stop. Its messages are in English: see initdb. */
const saidWhenStopped = ['terminating connection due to administrator command', 'the database system is shutting down'];

/** The PostgreSQL that comes with the product, kept alive like any other child. */
export class EmbeddedDatabase {
  readonly #options: PostgresOptions;
  readonly #log: Log;
  readonly #backoff = new Backoff();
  #running: RunningPostgres | null = null;
  #isStopping = false;
  /** Told when a restart had to take another port: whoever connects must be told the new address. */
  onMoved: () => Promise<void> = async () => undefined;

  private constructor(options: Omit<PostgresOptions, 'onLog'>, log: Log) {
    this.#options = { ...options, onLog: (line) => this.#tell(line) };
    this.#log = log;
  }

  static async begin(data: DataDirectory, log: Log): Promise<EmbeddedDatabase> {
    const runAs = databaseAccount();
    if (process.getuid?.() === 0 && runAs === null) {
      throw new StartError(
        'PostgreSQL refuses to run as root, and there is no account routeward, postgres or nobody to run it as. Make one: useradd --system routeward',
      );
    }
    if (!canEnter(data.path, runAs)) {
      throw new StartError(
        `PostgreSQL runs as ${runAs?.name}, which cannot enter ${data.path}: it, or a directory above it, is closed to others. Set ` +
          'ROUTEWARD_DATA to a place such as /var/lib/routeward.',
      );
    }
    const options = {
      binDirectory: embeddedBinaries(data.programs, runAs),
      dataDirectory: data.postgres,
      runAs,
      passwords: await databasePasswords(data),
      settings: {},
    };
    const database = new EmbeddedDatabase(options, log);
    await database.#start();
    return database;
  }

  get ownerUrl(): string {
    if (this.#running === null) throw new Error('the database has not been started');
    return this.#running.ownerUrl();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running?.stop();
  }

  /** Immediate shutdown: the next start recovers from the write-ahead log. */
  kill(): void {
    this.#isStopping = true;
    this.#running?.process.kill('SIGQUIT');
  }

  async #start(): Promise<void> {
    const running = await startPostgres(this.#options);
    this.#running = running;
    const startedAt = Date.now();
    running.process.once('exit', (code, signal) => {
      if (!this.#isStopping) void this.#again(Date.now() - startedAt, signal ?? String(code));
    });
    // It may have ended, or been told to, while its roles were being made.
    if (this.#isStopping) await running.stop();
  }

  async #again(livedMs: number, reason: string): Promise<void> {
    const before = this.ownerUrl;
    const waitMs = this.#backoff.next(livedMs);
    this.#log.warn({ child: 'postgres', reason, waitMs }, 'ended and is started again');
    await after(waitMs);
    if (this.#isStopping) return;
    try {
      await this.#start();
    } catch (error) {
      this.#log.error({ child: 'postgres', causes: causesOf(error) }, 'did not start');
      return this.#again(0, 'did not start');
    }
    this.#log.info({ child: 'postgres' }, 'works again');
    if (this.ownerUrl !== before) await this.#tellMoved();
  }

  /** Until it is done: whoever connects would look for the database where it no longer is. */
  async #tellMoved(): Promise<void> {
    while (!this.#isStopping) {
      try {
        return await this.onMoved();
      } catch (error) {
        const waitMs = this.#backoff.next(0);
        this.#log.error(
          { child: 'postgres', causes: causesOf(error), waitMs },
          'moved, and could not be made ready there',
        );
        await after(waitMs);
      }
    }
  }

  /** PostgreSQL's own levels. DETAIL, HINT and CONTEXT may quote what a person typed, and stay out. */
  #tell(line: string): void {
    const [, level = '', text = ''] = /^(LOG|WARNING|ERROR|FATAL|PANIC): {2}(.*)$/.exec(line) ?? [];
    const isExpected = this.#isStopping && saidWhenStopped.includes(text);
    if ((level === 'FATAL' || level === 'PANIC') && !isExpected) this.#log.error({ child: 'postgres' }, text);
    else if (level === 'WARNING') this.#log.warn({ child: 'postgres' }, text);
    else if (level !== '') this.#log.debug({ child: 'postgres' }, text);
  }
}
