import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as listenPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { ownCertificate } from '@/cli/own-certificate';
import type { Pair } from '@/server/certificate/pem';

/* Real servers on this machine that take mail and webhooks. */

/** A pair whose certificate names `localhost` and 127.0.0.1, and which only who is told trusts. */
export const localCertificate = (): Promise<Pair> =>
  ownCertificate(mkdtempSync(join(tmpdir(), 'routeward-post-')), new Date());

export const mailbox = { user: 'routeward', password: 'pässwörd of the mailbox' };

export interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
  readonly isEncrypted: boolean;
}

interface MailServerOptions {
  readonly certificate: Pair;
  /** TLS from the first byte. */
  readonly isSecure?: boolean;
  readonly hasStartTls?: boolean;
  readonly asksForAccount?: boolean;
  readonly refuses?: string;
  /** Takes no mail, and repeats the line with the link that it did not like. */
  readonly dislikesLinks?: boolean;
  /** How long it thinks about a mail before it takes it. */
  readonly takesAfterMs?: number;
}

/** A mail server; ends with the test. `taken` grows as it takes mail. */
export async function startMailServer(options: MailServerOptions): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    secure: options.isSecure ?? false,
    cert: options.certificate.certificate,
    key: options.certificate.key,
    disabledCommands: [
      ...(options.hasStartTls === false ? ['STARTTLS'] : []),
      ...(options.asksForAccount === false ? ['AUTH'] : []),
    ],
    authOptional: options.asksForAccount === false,
    allowInsecureAuth: false,
    onAuth: (auth, _session, done) => {
      if (auth.username === mailbox.user && auth.password === mailbox.password)
        return done(null, { user: mailbox.user });
      // As a careless server might: it repeats what it was told.
      return done(new Error(`535 no such account as ${auth.username} with ${auth.password}`));
    },
    onRcptTo: (address, _session, done) =>
      address.address === options.refuses
        ? done(Object.assign(new Error('no such mailbox here'), { responseCode: 550 }))
        : done(),
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        const [link = ''] = /https:\S+/.exec(raw) ?? [];
        if (options.dislikesLinks === true)
          return done(Object.assign(new Error(`spam: ${link}`), { responseCode: 554 }));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        taken.push({ from, to: rcptTo.map(({ address }) => address), raw, isEncrypted: session.secure });
        setTimeout(done, options.takesAfterMs ?? 0);
      });
    },
  });
  // A client that goes away at once is what some of these tests are about.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: portOf(server.server.address()), taken };
}

/** A port that nobody listens on. */
export async function deadPort(): Promise<number> {
  const server = listenPlain().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

export interface Called {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An https server that hears webhooks; ends with the test. `answers` are given in turn, the last one for ever. */
export async function startHookServer(
  certificate: Pair,
  ...answers: readonly { readonly status: number; readonly headers?: Record<string, string> }[]
): Promise<{ url: string; called: Called[] }> {
  const called: Called[] = [];
  const server = createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
    void text(request).then((body) => {
      const answer = answers[Math.min(called.length, answers.length - 1)] ?? { status: 204 };
      called.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end('x'.repeat(100_000));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return { url: `https://localhost:${portOf(server.address())}/hook`, called };
}
