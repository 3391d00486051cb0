import type { Principal } from '@/core/access';
import type { Read } from '@/core/actions/define';
import { reads } from '@/core/actions/index';
import type { Parameter, Values } from '@/core/actions/parameter';
import { AppError } from '@/core/errors';
import { DeviceId } from '@/core/ids';
import type { Transaction } from '@/server/db/connection';
import { type Device, findDevice } from '@/server/db/devices';
import { underChange } from '@/server/db/heavy-reads';
import { isTakingPart } from '@/server/db/runs';

type Db = Transaction['db'];

const guarded: readonly Read[] = reads.filter((read: Read) => read.guard !== null);
const actions = guarded.map(({ id }) => id);
const isPeer = ({ kind }: Parameter): boolean => kind === 'device';
const peerNames = [...new Set(guarded.flatMap(({ parameters }) => parameters.filter(isPeer).map(({ name }) => name)))];

/**
 * The devices that a read weighs on while it runs; null: on none. Throws where it would not be the only such read there, where a
 * change is being made there, and where it names a device that it may not be about. Two at once see each other: whoever starts
 * runs counts them alone (`countAlone`). A change that comes between is for the runner to see.
 */
export async function heavyOnOf(
  db: Db,
  me: Principal,
  { read, params, device }: { readonly read: Read; readonly params: Values; readonly device: Device },
): Promise<readonly DeviceId[] | null> {
  if (read.guard === null) return null;
  const peer = await peerIn(db, me, { read, params, device });
  const both = [device, ...(peer === null ? [] : [peer])];
  for (const one of both) {
    if (await isTakingPart(db, me, { device: one.id, actions, peerNames }))
      throw new AppError(
        'conflict',
        `${one.name} takes part in one read of this kind at a time: start ${read.title} once the other has ended.`,
      );
    if ((await underChange(db, [one.id])) !== null)
      throw new AppError(
        'conflict',
        `A change of ${one.name} is being made, or could still undo itself: start ${read.title} once it has ended.`,
      );
  }
  return both.map(({ id }) => id);
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
