import { deviceOf, type Way } from './ways';

const insertStatus = (customer: string): string => `
  insert into app.device_status (device_id, customer_id, is_up, since, tried_at)
  select id, '${customer}', true, now(), now() from (${deviceOf(customer)}) d`;

const insertHour = (customer: string): string => `
  insert into app.device_hour (device_id, hour, customer_id, round_trip_ms)
  select id, date_trunc('hour', now()) - interval '1 day', '${customer}', array_fill(1::real, array[60]) from (${deviceOf(customer)}) d`;

/** What the work of a customer may not do with how others' devices are. */
export const statusWaysOfWork = (theirs: string): readonly Way[] => [
  { name: 'says how a foreign device is', statement: insertStatus(theirs) },
  { name: 'changes how a foreign device is', statement: 'update app.device_status set cpu_percent = 1', most: 2 },
  { name: 'writes foreign round trips', statement: insertHour(theirs) },
  {
    name: 'changes foreign round trips',
    statement: 'update app.device_hour set round_trip_ms = array_fill(2::real, array[60])',
    most: 1,
  },
];
