import { assemble } from './assemble';
import { type Certificate, fingerprintOf, makeCertificate } from './certificate';
import type { Character } from './character';
import { Connection } from './connection';
import { Doorway } from './doorway';
import type { Faults } from './faults';
import { Listener } from './listener';
import type { Account } from './machine';
import type { ModelName } from './models';
import { seedsOf } from './seed/grow';
import type { RouterState } from './state';
import { type BandwidthServer, bandwidthServerOf } from './tools/bandwidth-server';

export interface RouterOptions {
  readonly model: ModelName;
  /** `7.20.8`, `6.49.18` or any other. */
  readonly version: string;
  readonly identity: string;
  readonly accounts: readonly Account[];
  readonly transport: 'tls' | 'plain';
  /** For TLS; one is made when it is left out. */
  readonly certificate?: Certificate;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** The same seed grows the same router. Default 1. */
  readonly seed?: number;
  readonly character?: Character;
  /** Faults it has from the first moment. */
  readonly faults?: Partial<Faults>;
}

export interface SimulatedRouter {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate's DER: 64 lower-case hexadecimal digits; null without TLS. */
  readonly fingerprint: string | null;
  readonly state: RouterState;
  /** Set and taken back while it runs. */
  readonly faults: Faults;
  /** Every sentence it has heard, oldest first; of a long life only the last thousand. */
  readonly received: readonly (readonly string[])[];
  /** How many connections it has at this moment. */
  readonly connections: number;
  /** What another router's bandwidth test finds here. */
  readonly bandwidthServer: BandwidthServer;
  /** As if so long had passed at once for its clock and its schedules. Milliseconds. */
  letPass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** How many sentences are remembered. */
const memory = 1000;

/** A simulated router that listens and answers until it is stopped. Rejects when its port is taken. */
export async function startRouter(options: RouterOptions): Promise<SimulatedRouter> {
  const { host = '127.0.0.1', port: wantedPort = 0, accounts } = options;
  const certificate =
    options.transport === 'tls' ? (options.certificate ?? (await makeCertificate(options.identity))) : null;
  const { machine, place, way } = assemble(options, () => doorway.reboot());
  const received: (readonly string[])[] = [];
  machine.state.fingerprint = certificate === null ? null : fingerprintOf(certificate.certificate);
  const heard = (words: readonly string[]) => {
    received.push(words);
    if (received.length > memory) received.shift();
  };
  const { keepaliveMs = 30_000, bootMs = 5000 } = options.character ?? {};
  const listener = new Listener({ certificate, faults: machine.faults, way }, (socket, bare) => {
    new Connection({ machine, accounts, socket, bare, heard, way, keepaliveMs });
  });
  const port = await listener.open(host, wantedPort);
  const doorway = new Doorway({
    ...{ listener, way, faults: machine.faults, address: { host, port }, state: machine.state, bootMs },
    seedsAt: (bootedAt) => seedsOf({ ...place, bootedAt }),
  });
  return {
    host,
    port,
    fingerprint: certificate === null ? null : fingerprintOf(certificate.certificate),
    state: machine.state,
    faults: doorway.faults,
    received,
    bandwidthServer: bandwidthServerOf(machine),
    letPass: (ms) => machine.scheduler.letPass(ms),
    get connections() {
      return listener.connections;
    },
    stop: () => doorway.stop(),
  };
}
