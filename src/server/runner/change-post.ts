import { changeLetter } from '@/core/change/letter';
import { rolloutLetter } from '@/core/rollout/letter';
import { processEnv } from '@/env';
import { takeChangeMail } from '../db/change-mail';
import { asJob } from '../db/open';
import { sendsMail } from '../db/outgoing';
import { takeRolloutMail } from '../db/rollout-mail';
import { readPublicUrl } from '../db/setup';
import { templateTitle } from '../db/templates';
import { mailTo } from '../vault/mail-to';

/**
 * Mails that a change or a rollout waits for a second person to those who may authorise it, and to whoever asked what somebody else made of
 * it: as it stands by now, so what moved on meanwhile is one mail. Taken and posted in one transaction.
 */
export async function postChanges(): Promise<void> {
  await asJob('post', async ({ db }) => {
    const [changes, rollouts] = [await takeChangeMail(db), await takeRolloutMail(db)];
    // Where no mail is sent it counts as mailed: a server that is configured tomorrow is not to tell of today.
    if (changes.length + rollouts.length === 0 || !(await sendsMail(db))) return;
    const origin = (await readPublicUrl(db)) ?? processEnv().publicUrl;
    for (const { readers, template, id, ...change } of changes) {
      const title = await templateTitle(db, template);
      const words = changeLetter({ ...change, title }, `${origin}/changes/${id}`);
      for (const reader of readers) await mailTo(db, reader, { about: 'changes', ...words });
    }
    for (const { readers, template, id, ...rollout } of rollouts) {
      const title = await templateTitle(db, template);
      const words = rolloutLetter({ ...rollout, title }, `${origin}/jobs/${id}`);
      for (const reader of readers) await mailTo(db, reader, { about: 'changes', ...words });
    }
  });
}
