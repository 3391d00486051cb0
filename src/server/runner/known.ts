import { createHash } from 'node:crypto';
import type { Transaction } from '../db/open';
import type { DeviceTarget } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import { routerTargetOf } from './targets';

/** A round in which each device is asked once, each at its own second of it. */
export const roundSeconds = 60;

/** A device with what it is spoken to. */
export interface Known {
  readonly target: DeviceTarget;
  /** Null: it cannot be asked, and `fault` says why. */
  readonly router: RouterTarget | null;
  readonly fault: RouterFault | null;
  readonly second: number;
  /** The same as long as it is spoken to in the same way. */
  readonly way: string;
}

export async function knownOf(db: Transaction['db'], target: DeviceTarget): Promise<Known> {
  // Always the same second for a device, and all of them spread over the minute.
  const second = createHash('sha256').update(target.device).digest().readUInt32BE(0) % roundSeconds;
  const { version: _said, capabilities: _can, capableAt: _asked, readSealed, ...how } = target;
  const way = JSON.stringify({ ...how, readSealed: readSealed && Buffer.from(readSealed).toString('base64') });
  try {
    return { target, router: await routerTargetOf(db, target), fault: null, second, way };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return { target, router: null, fault: error, second, way };
  }
}
