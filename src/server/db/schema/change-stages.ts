import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgPolicy, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { stages } from '@/core/change/change';
import { change } from './changes';
import { moment } from './people';
import { ofCustomer, readInReach } from './reach';
import { app, customerWork } from './roles';

export const changeStageName = app.enum('change_stage_name', stages);

/** What was reached while a change was made. Each is committed before the next byte goes to the router. */
export const changeStage = app.table(
  'change_stage',
  {
    changeId: uuid().notNull(),
    number: integer().notNull(),
    customerId: uuid().notNull(),
    stage: changeStageName().notNull(),
    at: moment().notNull().default(sql`clock_timestamp()`),
  },
  (t) => [
    primaryKey({ columns: [t.changeId, t.number] }),
    foreignKey({
      name: 'change_stage_is_of_its_change_and_customer',
      columns: [t.changeId, t.customerId],
      foreignColumns: [change.id, change.customerId],
    }),
    check('change_stage_counts_from_one', sql`${t.number} >= 1`),
    index('change_stage_of_customer').on(t.customerId, t.changeId),
    ...readInReach('change_stage', t.customerId),
    pgPolicy('change_stage_added_by_work', {
      for: 'insert',
      to: customerWork,
      withCheck: sql`${t.customerId} = ${ofCustomer}`,
    }),
  ],
);
