import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import { uuidArray } from './array';
import type { Transaction } from './connection';
import { ownedBy } from './reach';
import { underRules } from './rule';
import { alarmMail } from './schema/alarms';

type Db = Transaction['db'];

/** What somebody has mailed. */
export interface AlarmMailChoice {
  readonly customers: readonly CustomerId[];
  /** Each customer in reach, whichever that is when something happens. */
  readonly isEvery: boolean;
  readonly isOwnLink: boolean;
}

export async function alarmMailChoice(db: Db, me: Principal): Promise<AlarmMailChoice> {
  const rows = await db
    .select({ of: alarmMail.of, customer: alarmMail.customerId })
    .from(alarmMail)
    .where(ownedBy(me, alarmMail.personId));
  return {
    // safe: the column is the key that the brand names.
    customers: rows.flatMap(({ customer }) => (customer === null ? [] : [customer as CustomerId])),
    isEvery: rows.some(({ of }) => of === 'reach'),
    isOwnLink: rows.some(({ of }) => of === 'ownLink'),
  };
}

/** Sets the whole choice. Throws `conflict` for what the caller's reach and role do not hold. */
export async function chooseAlarmMail(db: Db, { customers, isEvery, isOwnLink }: AlarmMailChoice): Promise<void> {
  const rules = {
    customers_are_in_reach: 'One of these customers is not in your reach any more. Look again.',
    own_link_is_for_super_admins: 'Alarms of this machine’s own link are for Super Admins.',
  };
  await underRules(rules, () =>
    db.execute(sql`select auth.choose_alarm_mail(${uuidArray(customers)}, ${isEvery}, ${isOwnLink})`),
  );
}
