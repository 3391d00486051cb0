import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { environmentFor, environmentOfSimulator, type OperatorEnv, plainEnvironment } from '@/env';
import type { DataDirectory } from './data-directory';
import { EmbeddedDatabase } from './embedded-database';
import type { FrontOptions } from './front/server';
import { Kept } from './kept';
import { ensureSigningKey } from './keys';
import type { Log } from './log';
import { preparedDatabase } from './prepared-database';
import { projectRoot } from './project-root';
import { relayBoth } from './relay';
import { readSimulatedFleet, type SimulatedFleet } from './simulated-fleet';

/** What `start` and `demo` differ in. */
export interface Plan {
  readonly isDemo: boolean;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: FrontOptions['tls'];
  /** The origin people open, once the port is known and the database, which may know it, is filled. */
  readonly publicUrl: (port: number, ownerUrl: string) => Promise<string>;
  readonly logLevel: OperatorEnv['logLevel'];
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
  #front: Kept | null = null;
  #others: Kept[] = [];
  #webPort: number | null = null;
  #appDatabaseUrl = '';
  #simulated: SimulatedFleet = [];
  #isStopping = false;
  #begun: Promise<string> | null = null;

  constructor(plan: Plan, data: DataDirectory, log: Log) {
    this.#plan = plan;
    this.#data = data;
    this.#log = log;
  }

  /** Resolves with the public address once a request would be answered. Throws StartError. */
  begin(): Promise<string> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#front?.stop(patienceMs.front);
    await Promise.all(this.#others.map((kept) => kept.stop(patienceMs.runner)));
    // Whatever was just beginning fails now, or finishes into a product that stops; a lock it waits for may be held long.
    // Whether it failed is told to whoever called begin(); here it only has to be over.
    await Promise.race([Promise.allSettled([this.#begun]), after(patienceMs.beginning)]);
    await Promise.all(this.#others.map((kept) => kept.stop(patienceMs.web)));
    await this.#database?.stop();
  }

  kill(): void {
    this.#isStopping = true;
    for (const kept of [this.#front, ...this.#others]) kept?.kill();
    this.#database?.kill();
  }

  /** Takes one process away as a crash would; it is started again. False where it was not there. For the tour. */
  crash(name: string): boolean {
    return this.#others.find((kept) => kept.name === name)?.crash() ?? false;
  }

  async #begin(): Promise<string> {
    const plan = this.#plan;
    // First, so that a taken port is said before anything is made or changed. It answers 503 meanwhile.
    const port = await this.#startFront();
    if (plan.databaseUrl === null) this.#database = await EmbeddedDatabase.begin(this.#data, this.#log);
    this.#goOn();
    await this.#prepareDatabase();
    await ensureSigningKey(this.#data.keys, new Date());
    this.#goOn();
    if (plan.isDemo) await this.#startSimulator();
    this.#goOn();
    await plan.fill(this.#ownerUrl, this.#simulated);
    const publicUrl = await plan.publicUrl(port, this.#ownerUrl);
    this.#goOn();
    await Promise.all([this.#startWeb(publicUrl), this.#startRunner(publicUrl)]);
    return publicUrl;
  }

  get #ownerUrl(): string {
    return this.#plan.databaseUrl ?? this.#database?.ownerUrl ?? '';
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
    const secrets = { appDatabaseUrl: this.#appDatabaseUrl, keysDirectory: this.#data.keys, frontKey: this.#frontKey };
    const simulated = this.#plan.isDemo ? this.#simulatedPorts : null;
    return environmentFor({ ...secrets, publicUrl, logLevel: this.#plan.logLevel, simulated });
  }

  get #simulatedPorts(): Record<string, number> {
    return Object.fromEntries(this.#simulated.map(({ address, port }) => [address, port]));
  }

  #goOn(): void {
    if (this.#isStopping) throw new Error('told to stop while starting');
  }

  async #startFront(): Promise<number> {
    const { tls, listen, isDemo, logLevel } = this.#plan;
    const options = { tls, frontKey: this.#frontKey, onlyLoopbackNames: isDemo };
    let port = listen.port;
    const front = new Kept({
      name: 'front',
      log: this.#log,
      launch: () => {
        const child = launch('front', plainEnvironment(logLevel), this.#log);
        // What could not be started has no channel.
        if (child.connected) child.send({ kind: 'configure', options, host: listen.host, port });
        return child;
      },
      onReady: (at) => {
        port = at ?? port; // A restarted front takes the port people know, also when any free one was asked for.
        front.send({ kind: 'upstream', port: this.#webPort });
      },
      onDown: () => undefined,
    });
    this.#front = front;
    return (await front.begin()) ?? port;
  }

  async #startWeb(publicUrl: string): Promise<void> {
    const tell = (port: number | null) => {
      this.#webPort = port;
      this.#front?.send({ kind: 'upstream', port });
    };
    const launchWeb = () => launch('web', this.#environment(publicUrl), this.#log);
    await this.#keep({ name: 'web', launch: launchWeb, onReady: tell, onDown: () => tell(null) });
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
    const nothing = () => undefined;
    const launchRunner = () => launch('runner', this.#environment(publicUrl), this.#log);
    await this.#keep({ name: 'runner', launch: launchRunner, onReady: nothing, onDown: nothing });
  }

  async #keep(options: Omit<ConstructorParameters<typeof Kept>[0], 'log'>): Promise<void> {
    const kept = new Kept({ ...options, log: this.#log });
    this.#others.push(kept);
    await kept.begin();
  }
}

/** The same program under another name. Groups of their own: Ctrl-C must reach the supervisor alone, which then asks them. */
function launch(name: 'front' | 'web' | 'runner' | 'simulator', env: NodeJS.ProcessEnv, log: Log): ChildProcess {
  const [, program = ''] = process.argv;
  const child = fork(program, [name], {
    env,
    cwd: projectRoot(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  relayBoth(child, name, log);
  return child;
}
