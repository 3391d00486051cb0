import { counted, span } from '@/core/shown/format';
import type { MailExamined } from '@/server/db/examine';
import { type Finding, ok, warn } from './finding';

/** Three attempts are made in the first minute: whatever waits longer was refused, or nobody sends it. */
const longSeconds = 10 * 60;

/** From what is stored: the mail server itself is not asked. */
export function checkMail({ server, last, givenUp, waiting, secondsWaiting, waitsBecause }: MailExamined): Finding {
  if (server === null) return ok('mail', 'not configured: links are copied');
  const setUp = `set up: ${server.host}:${server.port}`;
  const said = (error: string | null) => (error === null ? '' : `: ${error.replace(/\.$/, '')}`);
  if (secondsWaiting !== null && secondsWaiting > longSeconds)
    return warn(
      'mail',
      `${setUp}; ${counted(waiting, 'letter')} not sent yet, the oldest for ${span(secondsWaiting)}${said(waitsBecause)}`,
      'See whether Routeward runs, and have the page Settings test the mail server. Links can be copied meanwhile.',
    );
  if (givenUp > 0)
    return warn(
      'mail',
      `${setUp}; ${counted(givenUp, 'letter')} given up in the last seven days; ${fateOf(last)}${said(last?.error ?? null)}`,
      'Have the page Settings test the mail server, then make the links anew: what was given up is not sent again.',
    );
  return ok('mail', `${setUp}; ${fateOf(last)}`);
}

function fateOf(last: MailExamined['last']): string {
  if (last === null) return 'none was sent yet';
  return last.outcome === 'sent' ? 'the last one was taken' : 'the last one was given up';
}
