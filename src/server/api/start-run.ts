import { z } from 'zod';
import type { Principal } from '@/core/access';
import { routerOf } from '@/core/actions/capabilities';
import { formsOf } from '@/core/actions/compile';
import { readIds, readOf } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { checked } from '@/core/actions/parameters';
import { Unsupported } from '@/core/actions/unsupported';
import { AppError } from '@/core/errors';
import type { RunId } from '@/core/ids';
import { countAlone } from '@/server/db/cap';
import type { Transaction } from '@/server/db/connection';
import type { Device } from '@/server/db/devices';
import { findRun, intendRun, runsUnderWay } from '@/server/db/runs';
import { heavyOnOf } from './run-guard';
import { type RunView, viewOf } from './run-views';

type Db = Transaction['db'];

export const ReadId = z.enum(readIds, 'no such action');
type ReadId = z.infer<typeof ReadId>;

/** What one router may have waiting: whoever asks for more than it can do only makes everybody wait. */
export const mostUnderWay = 12;

export interface Asked {
  readonly device: Device;
  readonly action: ReadId;
  /** By the names of the action's parameters, as the caller gave them. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** A run that was asked for, with its values as they were understood. */
export interface Intended {
  readonly id: RunId;
  readonly device: Device;
  readonly action: ReadId;
  readonly params: Values;
}

/**
 * Intends an action of the catalogue on a device that was found in the caller's reach: nothing is sent before the caller's
 * transaction commits. Throws AppError for what the catalogue or the device's RouterOS does not allow.
 */
export async function startRun(db: Db, me: Principal, { device, action: id, params: given }: Asked): Promise<Intended> {
  const action = readOf(id);
  const params = checked(action, given);
  refuseUnfit(id, params, device);
  const heavyOn = await heavyOnOf(db, me, { read: action, params, device });
  const { effect } = action;
  const intent = { me, customerId: device.customerId, device: device.id, action: id, effect, params, heavyOn };
  return { id: await intendRun(db, intent), device, action: id, params };
}

/** Throws `tooMany` where a device would have more actions under way with `more` of them. */
export async function refuseTooMany(db: Db, me: Principal, device: Device, more: number): Promise<void> {
  await countAlone(db, device.customerId);
  const under = await runsUnderWay(db, me, device.id);
  if (under + more <= mostUnderWay) return;
  const sentence =
    under === 0
      ? `${device.name} takes ${mostUnderWay} actions at once: ask for fewer.`
      : `${device.name} has ${under} actions under way, of ${mostUnderWay}: stop one, or wait.`;
  throw new AppError('tooMany', sentence);
}

/** The run as it was just made. */
export async function startedView(db: Db, me: Principal, { id }: Intended): Promise<z.input<typeof RunView>> {
  const made = await findRun(db, me, id);
  if (made === undefined) throw new Error('a run was inserted and cannot be seen');
  return viewOf(db, made);
}

function refuseUnfit(action: ReadId, params: Values, { version, capabilities }: Device): void {
  const words = unfit(action, params, { version, capabilities });
  if (words !== null) throw new AppError('conflict', words);
}

/**
 * Why this router cannot do it, in the words the runner would use; null where it can. Of a router that
 * never answered nothing is known, so the runner asks it.
 */
export function unfit(
  action: ReadId,
  params: Values,
  { version, capabilities }: Pick<Device, 'version' | 'capabilities'>,
): string | null {
  try {
    formsOf(readOf(action), params, routerOf(version ?? '7', capabilities));
    return null;
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return version === null ? null : error.message;
  }
}
