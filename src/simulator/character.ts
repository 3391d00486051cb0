import type { Network } from './network';
import type { Neighbour, Provider, Role } from './seed/place';

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
  /** Rows of `/ip/neighbor`. Default the gateway alone. */
  readonly neighbours?: readonly Neighbour[];
  /** Whose network it is part of: it then stands at the site that its address names. Default one of its own. */
  readonly provider?: Provider;
  /** From which address whoever manages it seems to come; default the next router on the way, or one of its subnet. */
  readonly from?: string;
  /** The interface that its own address is on; default its first port, or what its ports are bridged into. */
  readonly home?: string;
  /** On which interface their packets come in; default the one that its own address is on. */
  readonly arrivesOn?: string;
  /** How long it takes to notice that a connection is dead, in milliseconds. Default 30 s; real ones take up to 9 minutes. */
  readonly keepaliveMs?: number;
  /** How long nobody answers after a reboot, in milliseconds. Default 5 s. */
  readonly bootMs?: number;
  /** Bytes that are left for files; default what its model and seed leave. */
  readonly freeStorageBytes?: number;
  /** What lies around it, where it does not stand alone. */
  readonly network?: Network;
}
