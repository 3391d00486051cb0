import type { Principal } from '@/core/access';
import type { DeviceId, SessionId } from '@/core/ids';
import { listDevices } from '@/server/db/devices';
import type { Transaction } from '@/server/db/open';
import { listSessions } from '@/server/db/sessions';

type Db = Transaction['db'];

/** The newest session in reach. */
export async function sessionOf(db: Db, me: Principal): Promise<SessionId> {
  const [first] = (await listSessions(db, me, null, { limit: 1 })).items;
  if (first === undefined) throw new Error('no session');
  return first.id;
}

/** The first device by name, in reach of whoever asks: one that has runs. */
export async function deviceOf(db: Db, me: Principal): Promise<DeviceId> {
  const [first] = (await listDevices(db, me, null, { limit: 1 })).items;
  if (first === undefined) throw new Error('no device');
  return first.id;
}
