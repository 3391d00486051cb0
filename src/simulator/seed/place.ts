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
  readonly neighbours: readonly Neighbour[];
  /** Exactly so many, where a test wants that. */
  readonly interfaces: number | null;
  readonly routes: number | null;
  /** When its clock is right, in milliseconds since 1970. */
  readonly bootedAt: number;
}

export const subnetOf = (address: string): string => `${address.slice(0, address.lastIndexOf('.'))}.0`;
