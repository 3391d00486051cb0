import type { Model } from '../models';
import type { Version } from '../version';

/** What a router does where it stands. */
export type Role = 'core' | 'edge' | 'pppoe' | 'gateway' | 'backhaul' | 'ap' | 'switch' | 'cpe' | 'hotspot' | 'vpn';

/** What is seen from a router in front of it. */
export interface Neighbour {
  readonly identity: string;
  readonly address: string;
  readonly board: string;
  readonly version: string;
  /** Left out: nobody exchanges routes with it. */
  readonly role?: Role;
}

/** Whose network a router is part of: routers of the same provider see the same people. */
export interface Provider {
  readonly name: string;
  /** The sites (third byte of their addresses) where subscribers live; at all others there are offices. */
  readonly towers: readonly number[];
}

/** What the rows of a router are grown from. */
export interface Place {
  readonly seed: number;
  readonly version: Version;
  readonly model: Model;
  readonly role: Role;
  readonly identity: string;
  /** Its own address, without its prefix length; the subnet is a /24. */
  readonly address: string;
  readonly gateway: string;
  /** The interface that its own address is on, where it is not the usual one. */
  readonly home: string | null;
  /** From where it is managed, and over which of its services. */
  readonly from: string;
  readonly service: 'api' | 'api-ssl';
  readonly neighbours: readonly Neighbour[];
  readonly provider: Provider;
  /** Which of the provider's sites it stands at. */
  readonly site: number;
  /** Exactly so many, where a test wants that. */
  readonly interfaces: number | null;
  readonly routes: number | null;
  /** Whether somebody sets its clock right. */
  readonly isOnTime: boolean;
  /** When its clock is right, in milliseconds since 1970. */
  readonly bootedAt: number;
}

export const subnetOf = (address: string): string => `${address.slice(0, address.lastIndexOf('.'))}.0`;

/** Which port, from 0, a neighbour is at: whoever is above and the radio towards them share the first. */
export const portOf = (neighbour: number): number => Math.max(0, neighbour - 1) % 4;
