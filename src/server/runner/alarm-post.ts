import { alarmLetter } from '@/core/alarm-letter';
import { isQuiet } from '@/core/quiet-hours';
import { processEnv } from '@/env';
import { alarmMailDue, alarmReaders, takeAlarmMail } from '../db/alarm-mail';
import { databaseTime } from '../db/clock';
import { asJob } from '../db/open';
import { sendsMail } from '../db/outgoing';
import { readPublicUrl } from '../db/setup';
import { mailTo } from '../vault/mail-to';

/**
 * Mails what has come up in one letter to each who wishes for it, of all customers together. What is mailed is taken from what
 * is still to be mailed in the same transaction, so it is neither lost nor mailed twice, whenever this ends in the middle. In
 * quiet hours it stays where it is: what is over by their end is then not to be mailed any more.
 */
export async function postAlarms(): Promise<void> {
  await asJob('alarms', async ({ db }) => {
    const due = await alarmMailDue(db);
    if (due.length === 0) return;
    const now = new Date(await databaseTime(db));
    const inPeace = due.flatMap((of) => (of !== null && isQuiet(now, of.hours) ? [of.customer] : []));
    if (inPeace.length === due.length) return;
    const taken = await takeAlarmMail(db, inPeace);
    // Where no mail is sent it counts as mailed: a server that is configured tomorrow is not to tell of today.
    if (!(await sendsMail(db))) return;
    const link = `${(await readPublicUrl(db)) ?? processEnv().publicUrl}/alarms`;
    const customers = [...new Set(taken.flatMap(({ customerId }) => (customerId === null ? [] : [customerId])))];
    for (const reader of await alarmReaders(db, customers)) {
      const theirs = taken.filter(({ customerId }) =>
        customerId === null ? reader.isOwnLink : reader.customers.includes(customerId),
      );
      if (theirs.length > 0) await mailTo(db, reader.email, { about: 'alarms', ...alarmLetter(theirs, link) });
    }
  });
}
