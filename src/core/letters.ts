import { type Role, roleTitles } from './access';
import { minute } from './shown/format';

/** What a mail says; plain text alone. */
export interface Words {
  readonly subject: string;
  readonly text: string;
}

interface Link {
  readonly link: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

const lines = (...parts: readonly string[]): string => `${parts.join('\n')}\n`;
const until = (expiresAt: string): string => `It works once, until ${minute(expiresAt)} UTC:`;

/** What a mail program makes a link of. */
const linkLike = /:\/\/|www\./i;

/** An invitation. `by`: the name of whoever invites, left out where it would be a link of their own in our mail. */
export const invitationLetter = ({ by, role, link, expiresAt }: Link & { by: string; role: Role }): Words => ({
  subject: 'Invitation to Routeward',
  text: lines(
    `${linkLike.test(by) ? 'You are invited' : `${by} invites you`} to Routeward with the role ${roleTitles[role].title}.`,
    '',
    `Open this link to choose your own password. ${until(expiresAt)}`,
    '',
    link,
    '',
    'If you did not expect this, you need not do anything.',
  ),
});

/** A link to a new password, which a Super Admin made. */
export const resetLetter = ({ link, expiresAt }: Link): Words => ({
  subject: 'A new password for Routeward',
  text: lines(
    'An administrator made you a link to a new password for Routeward. Until you use it, your password stays as it is.',
    '',
    `Open this link to choose the new one. ${until(expiresAt)}`,
    '',
    link,
    '',
    'If you did not ask for this, tell your administrator.',
  ),
});

/** What shows that a mail server takes mail. */
export const testLetter = (publicUrl: string): Words => ({
  subject: 'Routeward can send mail',
  text: lines(`${publicUrl} was just told to send its mail through this server. It can: this is the test.`),
});
