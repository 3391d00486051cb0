import type { Principal } from '@/core/access';
import type { Read } from '@/core/actions/define';
import { reads } from '@/core/actions/index';
import type { Parameter, Values } from '@/core/actions/parameter';
import { AppError } from '@/core/errors';
import { DeviceId } from '@/core/ids';
import type { Transaction } from '@/server/db/connection';
import { type Device, findDevice } from '@/server/db/devices';
import { isTakingPart } from '@/server/db/runs';

type Db = Transaction['db'];

const guarded: readonly Read[] = reads.filter((read: Read) => read.guard !== null);
const actions = guarded.map(({ id }) => id);
const isPeer = ({ kind }: Parameter): boolean => kind === 'device';
const peerNames = [...new Set(guarded.flatMap(({ parameters }) => parameters.filter(isPeer).map(({ name }) => name)))];

/**
 * Throws where a read that touches its router while it runs would not be the only one there, or names a device that it
 * may not be about. Two at once see each other: whoever starts runs counts them alone (`countAlone`).
 */
export async function refuseUnguarded(
  db: Db,
  me: Principal,
  { read, params, device }: { readonly read: Read; readonly params: Values; readonly device: Device },
): Promise<void> {
  if (read.guard === null) return;
  const peer = await peerIn(db, me, { read, params, device });
  for (const one of [device, ...(peer === null ? [] : [peer])])
    if (await isTakingPart(db, me, { device: one.id, actions, peerNames }))
      throw new AppError(
        'conflict',
        `${one.name} takes part in one read of this kind at a time: start ${read.title} once the other has ended.`,
      );
}

async function peerIn(
  db: Db,
  me: Principal,
  { read, params, device }: { readonly read: Read; readonly params: Values; readonly device: Device },
): Promise<Device | null> {
  const parameter = read.parameters.find(isPeer);
  if (parameter === undefined) return null;
  const peer = await findDevice(db, me, DeviceId.parse(params[parameter.name]));
  // One of another customer is as good as none, whoever may see both.
  if (peer === undefined || peer.customerId !== device.customerId) throw new AppError('notFound', 'no such device');
  if (peer.id === device.id) throw new AppError('invalid', `${parameter.name}: another device than ${device.name}`);
  if (!peer.accounts.includes('test'))
    throw new AppError('conflict', `${peer.name} has no account for bandwidth tests among its credentials.`);
  return peer;
}
