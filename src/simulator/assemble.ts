import type { Character } from './character';
import { fastTracking } from './fast-track';
import { noFaults } from './faults';
import type { Machine } from './machine';
import { models } from './models';
import { aloneNetwork, isPrivate } from './network';
import { between } from './random';
import type { RouterOptions } from './router';
import { Scheduler } from './scheduler/scheduler';
import { runScheduled } from './scheduler/script';
import { homeOf } from './seed/addresses';
import { bridged, hasBridge } from './seed/bridge';
import { seedsOf } from './seed/grow';
import type { Neighbour, Place } from './seed/place';
import { RouterState } from './state';
import { Version } from './version';
import { Way } from './way/way';

/** Where the subscribers of a provider live that has only one router here. */
const loneTowers = [1, 3, 5, 7, 9, 12, 15, 21];
const siteOf = (address: string): number => Number(address.split('.')[2]);

const gatewayAt = (address: string): Neighbour => ({
  ...{ identity: 'gateway', address, board: 'CCR2004-16G-2S+', version: '7.16.2', role: 'core' },
});

/** A router without its wire, what its rows are grown from, and the way on which it is reached. */
export interface Assembled {
  readonly machine: Machine;
  readonly place: Place;
  readonly way: Way;
}

/** Far away there is no subnet of ours: whoever manages such a router is in its own. */
const managerOf = ({ address, gateway, from }: Required<Pick<Character, 'address' | 'gateway'>> & Character): string =>
  from ?? (isPrivate(gateway) ? gateway : `${address.slice(0, address.lastIndexOf('.'))}.254`);

const isRight = ({ clockSkewMs = 0 }: Character): boolean => Math.abs(clockSkewMs) < 1000;

/** The port of the bridge behind which everybody is who manages it. */
const portTo = (place: Place): string | null => (hasBridge(place) ? (bridged(place)[0] ?? null) : null);

/** `reboot` is what the command of that name does. */
export function assemble(options: RouterOptions, reboot: () => void): Assembled {
  const { seed = 1, character = {} } = options;
  const version = new Version(options.version);
  const model = models[options.model];
  const { role = 'gateway', address = '10.99.0.2', gateway = '10.99.0.1' } = character;
  const uplink = character.uplink ?? { latencyMs: 1.2, jitterMs: 0.8, loss: 0 };
  const uptime = character.uptimeSeconds ?? between(90_000, 9_000_000, seed, 'uptime');
  const bootedAt = Date.now() - uptime * 1000;
  const { provider = { name: `alone-${seed}`, towers: loneTowers } } = character;
  const site = character.provider === undefined ? (loneTowers[seed % loneTowers.length] ?? 1) : siteOf(address);
  const service = options.transport === 'plain' ? 'api' : 'api-ssl';
  const from = managerOf({ ...character, address, gateway });
  const place: Place = {
    ...{ from, service },
    ...{ seed, version, model, role, identity: options.identity, address, gateway, bootedAt },
    home: character.home ?? null,
    ...{ neighbours: character.neighbours ?? [gatewayAt(gateway)], interfaces: character.interfaces ?? null },
    ...{ routes: character.routes ?? null, provider, site, isOnTime: isRight(character) },
  };
  const state = new RouterState({
    ...{ seed, seeds: seedsOf(place), bootedAt, identity: options.identity },
    ...{ clockSkewMs: character.clockSkewMs ?? 0, load: character.load ?? between(3, 35, seed, 'load') },
    zone: character.zone ?? { name: 'Etc/UTC', offsetMinutes: 0 },
  });
  state.watchers.add(fastTracking(state));
  const network = character.network ?? aloneNetwork({ address, gateway, uplink });
  const home = homeOf(place);
  const machine: Machine = {
    ...{ version, model, seed, state, network, reboot, accounts: options.accounts },
    scheduler: new Scheduler(state, (item) => runScheduled(machine, item)),
    freeStorageBytes: character.freeStorageBytes ?? null,
    faults: { ...noFaults(), ...options.faults },
  };
  return {
    machine,
    place,
    way: new Way(state, {
      ...{ from, address, home, service, gateway, interface: character.arrivesOn ?? home },
      port: portTo(place),
    }),
  };
}
