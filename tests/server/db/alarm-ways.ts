import type { Sql } from '@/server/db/connection';
import type { World } from '../../support/world';
import type { Way } from './ways';

/* Ways past the second wall to what is down, and to who wishes to know; see ways.ts. */

/** An open alarm of each customer's first device, one of the own link, and what everybody wishes to have mailed. */
export async function fillAlarms(owner: Sql, world: World): Promise<void> {
  for (const slug of ['acme-corp', 'other-isp'] as const)
    await owner`insert into app.alarm (customer_id, kind, device_id, since, raised_at)
      values (${world.customers[slug]}, 'device', ${world.devices[slug][0] ?? ''}, now(), now())`;
  await owner`insert into app.alarm (kind, since, raised_at) values ('ownLink', now(), now())`;
  for (const { personId } of Object.values(world.people))
    await owner`insert into app.alarm_mail (person_id, of) values (${personId}, 'reach')`;
}

export const acknowledge = (by: string): string => `update app.alarm set acknowledged_by = '${by}'`;
export const clearAlarms = `update app.alarm set ended_at = now(), ending = 'cleared'`;

/** Of a device without one. */
export const raiseAlarm = (world: World, slug: 'acme-corp' | 'other-isp'): string =>
  `insert into app.alarm (customer_id, kind, device_id, since, raised_at)
   values ('${world.customers[slug]}', 'device', '${world.devices[slug][1]}', now(), now())`;

const ofOwnLink: Way = { name: 'sees the own link', statement: 'select from app.alarm where customer_id is null' };

const ofWishes = (personId: string, other: string): Way[] => [
  { name: 'sees wishes of others', statement: `select from app.alarm_mail where person_id <> '${personId}'` },
  { name: 'wishes for others', statement: `insert into app.alarm_mail (person_id, of) values ('${other}', 'ownLink')` },
  { name: 'takes wishes away', statement: 'delete from app.alarm_mail' },
];

export function alarmWaysOfPerson(world: World, role: 'admin' | 'operator' | 'viewer'): Way[] {
  const { personId } = world.people[role];
  const other = world.people.superAdmin.personId;
  return [
    ofOwnLink,
    { name: 'acknowledges foreign alarms', statement: acknowledge(personId), most: role === 'viewer' ? 0 : 1 },
    { name: 'acknowledges in another name', statement: acknowledge(other) },
    { name: 'raises alarms', statement: raiseAlarm(world, 'acme-corp') },
    { name: 'says that alarms are over', statement: clearAlarms },
    ...ofWishes(personId, other),
  ];
}

export function alarmWaysOfSuperAdmin(world: World): Way[] {
  const [{ personId }, other] = [world.people.superAdmin, world.people.admin.personId];
  return [
    { name: 'acknowledges in another name', statement: acknowledge(other) },
    { name: 'says that alarms are over', statement: clearAlarms },
    ...ofWishes(personId, other),
  ];
}

export const alarmWaysOfWork = (world: World): Way[] => [
  ofOwnLink,
  { name: 'raises foreign alarms', statement: raiseAlarm(world, 'other-isp') },
  { name: 'says that foreign alarms are over', statement: clearAlarms, most: 1 },
  { name: 'acknowledges alarms', statement: acknowledge(world.people.operator.personId) },
  { name: 'forgets alarms', statement: 'delete from app.alarm' },
  { name: 'sees who wishes for mail', statement: 'select from app.alarm_mail' },
];

/** It goes over all customers by functions alone. */
export const alarmWaysOfJob: readonly Way[] = ['alarm', 'alarm_mail', 'site'].map((table) => ({
  name: `reads ${table}`,
  statement: `select from app.${table}`,
}));
