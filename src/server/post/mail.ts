import { lookup } from 'node:dns/promises';
import { createTransport } from 'nodemailer';
import type { MailServer } from '@/core/configuration/mail';
import { problemOfMailAddress } from '@/core/configuration/mail-address';
import { isPlainAddress } from '@/core/configuration/ranges';
import { NotDelivered } from './not-delivered';

/** A mail of plain text. The id makes its Message-ID, so that one that is sent twice is one mail to whoever reads it. */
export interface Letter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Account {
  readonly server: MailServer;
  /** Null where the server asks for no account. */
  readonly password: string | null;
  /** PEM of a certificate that is trusted beside those of the system; the product names none. */
  readonly trusted?: string;
}

const patienceMs = 5_000;
const wholeMs = 15_000;

/**
 * Hands a letter to the mail server, once. A server beyond this machine is spoken to over verified TLS or not at all. Throws
 * NotDelivered with what the server said, and never with the password or with what makes a link of the letter work.
 */
export async function sendMail(account: Account, letter: Letter): Promise<void> {
  const { server } = account;
  const ip = await addressOf(server);
  const transport = createTransport({ ...howToConnect(account, ip), disableFileAccess: true, disableUrlAccess: true });
  try {
    await transport.sendMail({
      from: { name: 'Routeward', address: server.from },
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      messageId: `<${letter.id}@${server.from.split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(wholeMs),
    });
  } catch (error) {
    throw refusal(error, server, secretsOf(account, letter));
  } finally {
    transport.close();
  }
}

/**
 * Where the server is, looked up once and connected to by the address that was looked at: a link-local one is a cloud's own
 * service, or a machine beside this one, and not whoever the mail is for. One bad address refuses the name.
 */
async function addressOf({ host, port }: MailServer): Promise<string> {
  const found = isPlainAddress(host) ? [host] : await addressesOf(host, port);
  for (const address of found) {
    const problem = problemOfMailAddress(address);
    if (problem !== null)
      throw new NotDelivered(`${host} port ${port}: ${address} ${problem}. Nothing was sent there.`, { isFinal: true });
  }
  const [first = host] = found;
  return first;
}

async function addressesOf(host: string, port: number): Promise<string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: false })).map(({ address }) => address);
  } catch (error) {
    throw new NotDelivered(`${host} port ${port}: its name has no address (EDNS).`, { cause: error });
  }
}

function howToConnect({ server: { host, port, security, user }, password, trusted }: Account, ip: string) {
  return {
    host: ip,
    // The name whose certificate is asked for; of an address there is none.
    ...(isPlainAddress(host) ? {} : { servername: host }),
    port,
    secure: security === 'tls',
    requireTLS: security === 'startTls',
    ignoreTLS: security === 'none',
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    dnsTimeout: patienceMs,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs * 2,
    maxResponseSize: 16_384,
    tls: {
      minVersion: 'TLSv1.2' as const,
      rejectUnauthorized: true,
      ...(trusted === undefined ? {} : { ca: trusted }),
    },
  };
}

/** What went wrong, by the library's codes: which step of the conversation it was. */
const stages: Readonly<Record<string, string>> = {
  EDNS: 'its name has no address',
  ECONNECTION: 'no connection came about',
  ESOCKET: 'no connection came about',
  ETIMEDOUT: 'it did not answer in time',
  EABORT: 'it did not answer in time',
  ETLS: 'TLS was not agreed on',
  EAUTH: 'it refused the account or the password',
  ENOAUTH: 'it asks for an account',
  EENVELOPE: 'it refused the sender or the recipient',
  EMESSAGE: 'it refused the message',
};

function refusal(error: unknown, { host, port }: MailServer, secrets: readonly string[]): NotDelivered {
  const code = partOf(error, 'code');
  const said = partOf(error, 'response') || (error instanceof Error ? error.message : '');
  const words = said === '' ? '' : ` It said: ${plain(said, secrets)}`;
  const reply = Number(partOf(error, 'responseCode'));
  // A later attempt meets the same answer: this mailbox or this text is refused for good (RFC 5321, section 4.2.1).
  const isFinal = reply >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  const stage = stages[code] ?? 'it was not sent';
  return new NotDelivered(`${host} port ${port}: ${stage} (${code || 'no code'}).${words}`, { isFinal, cause: error });
}

const partOf = (error: unknown, part: string): string => {
  if (!(error instanceof Error) || !(part in error)) return '';
  // safe: `in` says that it is there; whatever it is becomes text.
  return String((error as Error & Record<string, unknown>)[part] ?? '');
};

/** The password, as it is and as it is sent; and of each link what stands behind its `#`. */
function secretsOf({ server: { user }, password }: Account, letter: Letter): string[] {
  const links = [...letter.text.matchAll(/#(\S+)/g)].flatMap(([, secret]) => secret ?? []);
  return password === null ? links : [password, base64(password), base64(`\0${user ?? ''}\0${password}`), ...links];
}

/** One line of at most 300 characters. A server that repeats what it was told repeats no secret here. */
function plain(said: string, secrets: readonly string[]): string {
  const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), said);
  return masked
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
