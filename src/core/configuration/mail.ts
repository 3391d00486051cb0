import { z } from 'zod';

/** How a mail server is spoken to: TLS from the first byte, TLS after STARTTLS, or neither, which only this machine gets. */
export const mailSecurities = ['tls', 'startTls', 'none'] as const;
export type MailSecurity = (typeof mailSecurities)[number];

/** A mail server without the password for it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  /** Null: it asks for no account. */
  readonly user: string | null;
  /** Who the mail is from: an e-mail address. */
  readonly from: string;
}

const usualPort = { tls: 465, startTls: 587, none: 25 } as const;

/** The server that these settings name; null where they do not name one. */
export function mailServer(values: {
  readonly 'mail.host': string | null;
  readonly 'mail.port': number | null;
  readonly 'mail.security': MailSecurity;
  readonly 'mail.user': string | null;
  readonly 'mail.from': string | null;
}): MailServer | null {
  const { 'mail.host': host, 'mail.from': from, 'mail.security': security } = values;
  if (host === null || from === null) return null;
  return { host, port: values['mail.port'] ?? usualPort[security], security, user: values['mail.user'], from };
}

/** What is wrong with a server as a whole; null: nothing. */
export function problemOfMail({ host, security }: Pick<MailServer, 'host' | 'security'>): string | null {
  return security === 'none' && !['localhost', '127.0.0.1', '::1'].includes(host)
    ? 'Mail leaves this machine over TLS alone. Choose TLS or STARTTLS for a server that is not this machine.'
    : null;
}

/** Settings that say where the password goes: where one changes, the password that was kept is another server's or account's. */
export const wherePasswordsGo: ReadonlySet<string> = new Set(['mail.host', 'mail.port', 'mail.security', 'mail.user']);

/** A host name or an address, without a port. */
export const MailHost = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/, 'a host name or an IP address, without a port');
