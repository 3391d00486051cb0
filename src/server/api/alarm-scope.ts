import { AppError } from '@/core/errors';
import { AlarmId } from '@/core/ids';
import { findAlarm } from '../db/alarms';
import { scope } from './scope';

/** One alarm, by its id; the entry names what it is of. 404 `no such alarm`. */
export const alarm = scope({
  name: 'alarm',
  input: { alarm: AlarmId },
  find: async (db, named, me) => {
    const found = await findAlarm(db, me, named.alarm);
    if (found === undefined) throw new AppError('notFound', 'no such alarm');
    const { device, site, customerId } = found;
    const target = device !== null ? { kind: 'device', id: device.id } : site && { kind: 'site', id: site.id };
    return { landed: { alarm: found }, target, customerId };
  },
});
