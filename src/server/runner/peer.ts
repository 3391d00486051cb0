import type { Peer } from '@/core/actions/compile';
import { readOf } from '@/core/actions/index';
import { DeviceId } from '@/core/ids';
import type { Transaction } from '../db/open';
import { targetOf } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import type { Asked } from './ready';
import { otherTargetsOf, routerTargetOf } from './targets';

/** The device at the other end of a test: how it is asked, and what the testing router is told of it. */
export interface PeerDevice {
  readonly router: RouterTarget;
  readonly told: Peer;
}

/**
 * The other device that an action names, in the transaction of its customer: another customer's is not seen there. Null
 * where the action names none. Throws RouterFault `peerNotReady`.
 */
export async function peerOf(db: Transaction['db'], { action, values }: Asked): Promise<PeerDevice | null> {
  const parameter = readOf(action).parameters.find(({ kind }) => kind === 'device');
  if (parameter === undefined) return null;
  const id = DeviceId.safeParse(values[parameter.name]);
  const found = id.success ? await targetOf(db, id.data) : undefined;
  if (found === undefined) throw new RouterFault('peerNotReady', 'The other device is not there any more.');
  try {
    const router = await routerTargetOf(db, found);
    const others = await otherTargetsOf(db, found, router);
    const login = others.find(({ account }) => account === 'test')?.target?.login;
    if (login === undefined)
      throw new RouterFault('peerNotReady', 'The other device has no account for bandwidth tests.');
    return { router, told: { address: found.address, user: login.name, password: login.password } };
  } catch (error) {
    if (!(error instanceof RouterFault) || error.code === 'peerNotReady') throw error;
    throw new RouterFault('peerNotReady', `The other device cannot be asked: ${error.message}`, { cause: error });
  }
}
