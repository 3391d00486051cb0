import { type Certificate, fingerprintOf, makeCertificate } from './certificate';
import { Connection } from './connection';
import { type Faults, noFaults } from './faults';
import { Listener } from './listener';
import type { Account, Machine } from './machine';
import { type ModelName, models } from './models';
import { aloneNetwork, type Network } from './network';
import { between } from './random';
import { seedsOf } from './seed/grow';
import type { Neighbour, Role } from './seed/place';
import { RouterState } from './state';
import { Version } from './version';

/** How a router is, beside what it is. Everything has a believable value of its own when it is left out. */
export interface Character {
  /** What it does where it stands: it decides about its rows. Default gateway. */
  readonly role?: Role;
  /** Its own address in a /24, and the next router on the way to everywhere. */
  readonly address?: string;
  readonly gateway?: string;
  /** Mean CPU load in percent. */
  readonly load?: number;
  /** The first link on the way to everywhere; `loss` is a part of 1. */
  readonly uplink?: { readonly latencyMs: number; readonly jitterMs: number; readonly loss: number };
  /** How far its clock is ahead, in milliseconds. */
  readonly clockSkewMs?: number;
  readonly zone?: { readonly name: string; readonly offsetMinutes: number };
  readonly uptimeSeconds?: number;
  /** Exactly so many rows in `/interface` and `/ip/route`. */
  readonly interfaces?: number;
  readonly routes?: number;
  /** Rows of `/ip/neighbor`. */
  readonly neighbours?: readonly Neighbour[];
  /** What lies around it, where it does not stand alone. */
  readonly network?: Network;
}

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
  stop(): Promise<void>;
}

/** How many sentences are remembered. */
const memory = 1000;

/** A simulated router that listens and answers until it is stopped. Rejects when its port is taken. */
export async function startRouter(options: RouterOptions): Promise<SimulatedRouter> {
  const { host = '127.0.0.1', port: wantedPort = 0, accounts } = options;
  const certificate =
    options.transport === 'tls' ? (options.certificate ?? (await makeCertificate(options.identity))) : null;
  const machine = machineOf(options);
  const received: (readonly string[])[] = [];
  const heard = (words: readonly string[]) => {
    received.push(words);
    if (received.length > memory) received.shift();
  };
  const listener = new Listener(certificate, machine.faults, (socket, bare) => {
    new Connection({ machine, accounts, socket, bare, heard });
  });
  const port = await listener.open(host, wantedPort);
  return {
    host,
    port,
    fingerprint: certificate === null ? null : fingerprintOf(certificate.certificate),
    state: machine.state,
    faults: refusable(machine.faults, listener, { host, port }),
    received,
    get connections() {
      return listener.connections;
    },
    async stop() {
      await listener.close();
      listener.hangUp();
    },
  };
}

/** The faults as their owner sees them: to refuse connections is to stop listening, not a rule for those that come. */
function refusable(faults: Faults, listener: Listener, place: { host: string; port: number }): Faults {
  if (faults.refusesConnections) void listener.close();
  return new Proxy(faults, {
    set(target, name, value) {
      if (name === 'refusesConnections' && value !== target.refusesConnections) {
        if (value) void listener.close();
        else void listener.open(place.host, place.port);
      }
      return Reflect.set(target, name, value);
    },
  });
}

function machineOf(options: RouterOptions): Machine {
  const { seed = 1, character = {} } = options;
  const version = new Version(options.version);
  const model = models[options.model];
  const { role = 'gateway', address = '10.99.0.2', gateway = '10.99.0.1' } = character;
  const uplink = character.uplink ?? { latencyMs: 1.2, jitterMs: 0.8, loss: 0 };
  const uptime = character.uptimeSeconds ?? between(90_000, 9_000_000, seed, 'uptime');
  const bootedAt = Date.now() - uptime * 1000;
  const place = {
    ...{ seed, version, model, role, identity: options.identity, address, gateway, bootedAt },
    ...{ neighbours: character.neighbours ?? [], interfaces: character.interfaces ?? null },
    routes: character.routes ?? null,
  };
  const state = new RouterState({
    ...{ seed, seeds: seedsOf(place), bootedAt, identity: options.identity },
    ...{ clockSkewMs: character.clockSkewMs ?? 0, load: character.load ?? between(3, 35, seed, 'load') },
    zone: character.zone ?? { name: 'Etc/UTC', offsetMinutes: 0 },
  });
  const network = character.network ?? aloneNetwork({ address, gateway, uplink });
  return { version, model, seed, state, network, faults: { ...noFaults(), ...options.faults } };
}
