import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { environmentFor, environmentOfSimulator, type OperatorEnv } from '@/env';
import { askStanding } from '@/server/db/migrate';
import type { DataDirectory } from './data-directory';
import { EmbeddedDatabase } from './embedded-database';
import { Kept } from './kept';
import { KeptFront } from './kept-front';
import { ensureSigningKey } from './keys';
import { launch } from './launch';
import type { Log } from './log';
import type { Report } from './messages';
import { measuresOf } from './metrics/measures-of';
import { serveMetrics } from './metrics/serve';
import { backUpFirst } from './migrate';
import { preparedDatabase } from './prepared-database';
import type { ServedCertificate } from './served-certificate';
import { readSimulatedFleet, type SimulatedFleet } from './simulated-fleet';
import { placeForSocket, removePlaceOf } from './web-socket';

/** What `start` and `demo` differ in. */
export interface Plan {
  readonly isDemo: boolean;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly listen: { readonly host: string; readonly port: number };
  /** What the front shows; null: plain HTTP, for the demo. */
  readonly certificate: ServedCertificate | null;
  /** The origin people open, once the port is known and the database, which may know it, is filled. */
  readonly publicUrl: (port: number, ownerUrl: string) => Promise<string>;
  readonly logLevel: OperatorEnv['logLevel'];
  /** Where measures are served; null: nowhere. */
  readonly metrics: OperatorEnv['metrics'];
  /**
   * Puts into the migrated database what belongs there, or refuses one that is not for this command, before anybody can
   * ask. The simulated routers are a demo's; the real product has none.
   */
  readonly fill: (ownerUrl: string, simulated: SimulatedFleet) => Promise<void>;
}

const patienceMs = { front: 6_000, web: 8_000, runner: 30_000, beginning: 10_000 };

/** All processes of the product. `begin` once, `stop` in good order at any moment, `kill` when there is no more time. */
export class Product {
  readonly #plan: Plan;
  readonly #data: DataDirectory;
  readonly #log: Log;
  /** New with each start: shows web that a request came through our front. */
  readonly #frontKey = randomBytes(32).toString('hex');
  #database: EmbeddedDatabase | null = null;
  readonly #front: KeptFront;
  #others: Kept[] = [];
  #metrics: Server | null = null;
  #isRunnerThere = false;
  #webSocket = '';
  #appDatabaseUrl = '';
  #simulated: SimulatedFleet = [];
  #isStopping = false;
  #begun: Promise<string> | null = null;

  constructor(plan: Plan, data: DataDirectory, log: Log) {
    this.#plan = plan;
    this.#data = data;
    this.#log = log;
    const { certificate, listen, isDemo, logLevel } = plan;
    const options = { tls: certificate?.current.tls ?? null, frontKey: this.#frontKey, onlyLoopbackNames: isDemo };
    this.#front = new KeptFront({ log, logLevel, listen }, options);
  }

  /** Resolves with the public address once a request would be answered. Throws StartError. */
  begin(): Promise<string> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#plan.certificate?.stopWatching();
    this.#metrics?.close();
    this.#metrics?.closeAllConnections();
    await this.#front.kept.stop(patienceMs.front);
    await Promise.all(this.#others.map((kept) => kept.stop(patienceMs.runner)));
    // Whatever was just beginning fails now, or finishes into a product that stops; a lock it waits for may be held long.
    // Whether it failed is told to whoever called begin(); here it only has to be over.
    await Promise.race([Promise.allSettled([this.#begun]), after(patienceMs.beginning)]);
    await Promise.all(this.#others.map((kept) => kept.stop(patienceMs.web)));
    await this.#database?.stop();
    removePlaceOf(this.#webSocket);
  }

  kill(): void {
    this.#isStopping = true;
    for (const kept of [this.#front.kept, ...this.#others]) kept.kill();
    this.#database?.kill();
  }

  /** Takes one process away as a crash would; it is started again. False where it was not there. For the tour. */
  crash(name: string): boolean {
    return this.#others.find((kept) => kept.name === name)?.crash() ?? false;
  }

  async #begin(): Promise<string> {
    const plan = this.#plan;
    // First, so that a taken port is said before anything is made or changed. It answers 503 meanwhile.
    const port = await this.#front.begin();
    this.#watchCertificate();
    await this.#startMetrics();
    this.#goOn();
    if (plan.databaseUrl === null) this.#database = await EmbeddedDatabase.begin(this.#data, this.#log);
    this.#goOn();
    await this.#sayWhatChanges();
    await this.#prepareDatabase();
    await ensureSigningKey(this.#data.keys, new Date());
    this.#goOn();
    if (plan.isDemo) await this.#startSimulator();
    this.#goOn();
    await plan.fill(this.#ownerUrl, this.#simulated);
    const publicUrl = await plan.publicUrl(port, this.#ownerUrl);
    this.#goOn();
    this.#webSocket = placeForSocket(this.#data.sockets);
    await Promise.all([this.#startWeb(publicUrl), this.#startRunner(publicUrl)]);
    return publicUrl;
  }

  get #ownerUrl(): string {
    return this.#plan.databaseUrl ?? this.#database?.ownerUrl ?? '';
  }

  /** Migrating cannot be undone but by a backup, and whoever wants one stops this and makes it. */
  async #sayWhatChanges(): Promise<void> {
    const { isEmpty, isNewer, pending } = await askStanding(this.#ownerUrl);
    if (isEmpty || isNewer || pending.length === 0) return;
    this.#log.warn({ pending }, `The database is about to be changed for this version. ${backUpFirst}`);
  }

  async #prepareDatabase(): Promise<void> {
    this.#appDatabaseUrl = await preparedDatabase(this.#ownerUrl, this.#data.keys);
    if (this.#database === null) return;
    this.#database.onMoved = async () => {
      await this.#prepareDatabase();
      for (const kept of this.#others) kept.renew();
    };
  }

  /** Asked at each launch: the database may have moved since the last one. */
  #environment(publicUrl: string): NodeJS.ProcessEnv {
    const secrets = {
      appDatabaseUrl: this.#appDatabaseUrl,
      keysDirectory: this.#data.keys,
      frontKey: this.#frontKey,
      webSocket: this.#webSocket,
    };
    const simulated = this.#plan.isDemo ? this.#simulatedPorts : null;
    return environmentFor({ ...secrets, publicUrl, logLevel: this.#plan.logLevel, simulated });
  }

  get #simulatedPorts(): Record<string, number> {
    return Object.fromEntries(this.#simulated.map(({ address, port }) => [address, port]));
  }

  #goOn(): void {
    if (this.#isStopping) throw new Error('told to stop while starting');
  }

  #watchCertificate(): void {
    this.#plan.certificate?.watch(({ tls, served }) => {
      this.#front.show(tls);
      this.#others.find(({ name }) => name === 'web')?.send({ kind: 'served', served });
    });
  }

  async #startWeb(publicUrl: string): Promise<void> {
    const tell = (isThere: boolean) => {
      this.#front.lead(isThere ? this.#webSocket : null);
      this.#tellRunner(this.#isRunnerThere);
    };
    const launchWeb = () => {
      const child = launch('web', this.#environment(publicUrl), this.#log);
      // What could not be started has no channel.
      if (child.connected) child.send({ kind: 'served', served: this.#plan.certificate?.current.served ?? null });
      return child;
    };
    const onReport = (report: Report) => {
      if (report.kind === 'trusts') this.#front.trust(report.proxies);
    };
    await this.#keep({
      name: 'web',
      launch: launchWeb,
      onReady: () => tell(true),
      onDown: () => tell(false),
      onReport,
    });
  }

  /** Started again, it takes the ports that the runner knows. */
  async #startSimulator(): Promise<void> {
    const directory = this.#data.simulator;
    const { logLevel } = this.#plan;
    const launchSimulator = () => {
      const ports = this.#simulated.length === 0 ? null : this.#simulatedPorts;
      return launch('simulator', environmentOfSimulator({ directory, ports }, logLevel), this.#log);
    };
    const nothing = () => undefined;
    await this.#keep({ name: 'simulator', launch: launchSimulator, onReady: nothing, onDown: nothing });
    this.#simulated = readSimulatedFleet(directory);
  }

  async #startRunner(publicUrl: string): Promise<void> {
    const there = () => this.#tellRunner(true);
    const gone = () => this.#tellRunner(false);
    const launchRunner = () => launch('runner', this.#environment(publicUrl), this.#log);
    await this.#keep({ name: 'runner', launch: launchRunner, onReady: there, onDown: gone });
  }

  /** Web says at /readyz whether there is one. */
  #tellRunner(isThere: boolean): void {
    this.#isRunnerThere = isThere;
    this.#others.find(({ name }) => name === 'web')?.send({ kind: 'runner', isThere });
  }

  async #startMetrics(): Promise<void> {
    const { metrics: listen } = this.#plan;
    if (listen === null) return;
    const collect = measuresOf({
      processes: () => [this.#front.kept, ...this.#others],
      ownerUrl: () => this.#ownerUrl,
      data: this.#data,
      log: this.#log,
    });
    this.#metrics = await serveMetrics({ listen, collect, log: this.#log });
  }

  async #keep(options: Omit<ConstructorParameters<typeof Kept>[0], 'log'>): Promise<void> {
    const kept = new Kept({ ...options, log: this.#log });
    this.#others.push(kept);
    await kept.begin();
  }
}
