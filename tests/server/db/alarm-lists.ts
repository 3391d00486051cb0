import type { Principal } from '@/core/access';
import { CustomerSlug } from '@/core/ids';
import { alarmsAfter, listAlarms } from '@/server/db/alarms';
import type { Transaction } from '@/server/db/connection';
import { findCustomer } from '@/server/db/customers';
import { listDevices } from '@/server/db/devices';
import { openAlarms } from '@/server/db/open-alarms';

const slug = CustomerSlug.parse('isp-1');
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** What people ask of alarms, for the test of plans. */
export const alarmLists: Readonly<Record<string, (db: Transaction['db'], me: Principal) => Promise<unknown>>> = {
  'alarms of the reach': (db, me) => listAlarms(db, me, null, { limit: 50 }),
  'alarms of the reach, behind the open ones': (db, me) =>
    listAlarms(db, me, null, {
      limit: 50,
      after: { endedAt: null, at: secondsAgo(9 * 86_400), id: '00000000-0000-4000-8000-000000000000' },
    }),
  'alarms of the reach, a later page': (db, me) =>
    listAlarms(db, me, null, {
      limit: 50,
      after: { endedAt: secondsAgo(86_400), at: secondsAgo(86_400), id: '00000000-0000-4000-8000-000000000000' },
    }),
  'alarms of one customer that are over': async (db, me) =>
    listAlarms(db, me, (await findCustomer(db, me, slug))?.id ?? null, { limit: 50, state: 'closed' }),
  'alarms by a part of the name': (db, me) => listAlarms(db, me, null, { limit: 50, q: 'router-2' }),
  'alarms of a device': async (db, me) =>
    listAlarms(db, me, null, { limit: 50, device: (await listDevices(db, me, null, { limit: 1 })).items[0]?.id }),
  'alarms that changed': (db, me) => alarmsAfter(db, me, { of: null, after: secondsAgo(600), limit: 2_000 }),
  'open alarms by customer': (db, me) => openAlarms(db, me),
};
