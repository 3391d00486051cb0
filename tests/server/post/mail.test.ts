import { beforeAll, expect, test } from 'vitest';
import type { MailServer } from '@/core/configuration/mail';
import type { Pair } from '@/server/certificate/pem';
import { type Account, sendMail } from '@/server/post/mail';
import { NotDelivered } from '@/server/post/not-delivered';
import { makeCertificate } from '@/simulator/certificate';
import { deadPort, localCertificate, mailbox, startMailServer } from './receivers';

let certificate: Pair;

beforeAll(async () => {
  certificate = await localCertificate();
});

const letter = {
  id: '5b0c7f0a-0000-4000-8000-000000000001',
  to: 'nadia@example.net',
  subject: 'Überprüfung',
  text: 'Grüße\n\nhttps://routeward.example.net/invitation#inv1.AAAA\n',
};
const serverAt = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  host: '127.0.0.1',
  port,
  security: 'tls',
  user: mailbox.user,
  from: 'routeward@example.net',
  ...more,
});
const accountAt = (server: MailServer, more: Partial<Account> = {}): Account => ({
  server,
  password: mailbox.password,
  trusted: certificate.certificate,
  ...more,
});
const refusalOf = async (account: Account): Promise<NotDelivered> => {
  const error = await sendMail(account, letter).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof NotDelivered)) throw new Error('it was taken', { cause: error });
  return error;
};

test.each([
  ['TLS from the first byte', 'tls', true],
  ['STARTTLS', 'startTls', false],
] as const)(
  'a mail goes out with %s, under an account, as plain text with the link once',
  async (_how, security, isSecure) => {
    const { port, taken } = await startMailServer({ certificate, isSecure });
    await sendMail(accountAt(serverAt(port, { security })), letter);
    expect(taken).toMatchObject([{ from: 'routeward@example.net', to: ['nadia@example.net'], isEncrypted: true }]);
    const raw = taken[0]?.raw ?? '';
    expect(raw).toContain(`Message-ID: <${letter.id}@example.net>`);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(raw).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
    expect(raw.replaceAll('=\r\n', '').match(/inv1\.AAAA/g)).toHaveLength(1);
  },
);

test('a wrong password is refused in the server’s words, without the password it repeated', async () => {
  const { port, taken } = await startMailServer({ certificate, isSecure: true });
  const password = 'another password';
  const { message } = await refusalOf(accountAt(serverAt(port), { password }));
  expect(message).toContain(`127.0.0.1 port ${port}: it refused the account or the password (EAUTH). It said: 535`);
  expect(message).not.toContain(password);
  expect(taken).toEqual([]);
});

test('what the server repeats of a letter it refused makes no link work', async () => {
  const { port } = await startMailServer({ certificate, isSecure: true, dislikesLinks: true });
  const { message } = await refusalOf(accountAt(serverAt(port)));
  expect(message).toContain('it refused the message (EMESSAGE). It said: 554 spam: https://routeward.example.net/');
  expect(message).toContain('/invitation#…');
  expect(message).not.toContain('AAAA');
});

test.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  'fe80::1',
  '224.0.0.1',
  'ff02::1',
  '0.0.0.0',
  '255.255.255.255',
  '0',
])('%s is no mail server: nothing is connected to, and no later attempt is made', async (host) => {
  const refused = await refusalOf(accountAt(serverAt(587, { host })));
  expect(refused.message).toMatch(/is not where mail servers are|is not a plain address/);
  expect(refused.isFinal).toBe(true);
});

test('a server on this machine gets mail by its name, with the certificate of that name', async () => {
  const { port, taken } = await startMailServer({ certificate, isSecure: true });
  await sendMail(accountAt(serverAt(port, { host: 'localhost' })), letter);
  expect(taken).toHaveLength(1);
});

test('a certificate that nobody trusts gets neither a password nor a mail', async () => {
  const { port, taken } = await startMailServer({ certificate, isSecure: true });
  const { trusted: _none, ...account } = accountAt(serverAt(port));
  expect((await refusalOf(account)).message).toContain('certificate');
  expect(taken).toEqual([]);
});

test('nor does one that is trusted and names another server', async () => {
  const other = { ...certificate, ...(await makeCertificate('mail.other.example')) };
  const { port, taken } = await startMailServer({ certificate: other, isSecure: true });
  const account = accountAt(serverAt(port), { trusted: other.certificate });
  expect((await refusalOf(account)).message).toMatch(/not in the cert|altnames/i);
  expect(taken).toEqual([]);
});

test('a server that offers no STARTTLS gets nothing where it was asked for', async () => {
  const { port, taken } = await startMailServer({ certificate, hasStartTls: false, asksForAccount: false });
  const { message } = await refusalOf(accountAt(serverAt(port, { security: 'startTls', user: null })));
  expect(message).toContain('TLS was not agreed on');
  expect(taken).toEqual([]);
});

test('this machine’s own server takes mail without TLS and without an account', async () => {
  const { port, taken } = await startMailServer({ certificate, hasStartTls: false, asksForAccount: false });
  await sendMail(accountAt(serverAt(port, { security: 'none', user: null }), { password: null }), letter);
  expect(taken).toMatchObject([{ isEncrypted: false }]);
});

test('a server that is down is told apart, and tried again later', async () => {
  const error = await refusalOf(accountAt(serverAt(await deadPort())));
  expect(error.message).toContain('no connection came about');
  expect(error.isFinal).toBe(false);
});

test('a mailbox that is not there is refused for good', async () => {
  const { port } = await startMailServer({ certificate, isSecure: true, refuses: letter.to });
  const error = await refusalOf(accountAt(serverAt(port)));
  expect(error.message).toContain(
    'it refused the sender or the recipient (EENVELOPE). It said: 550 no such mailbox here',
  );
  expect(error.isFinal).toBe(true);
});

test('whatever stands in a subject or an address adds no header and no recipient', async () => {
  const { port, taken } = await startMailServer({ certificate, isSecure: true });
  await sendMail(accountAt(serverAt(port)), { ...letter, subject: 'a\r\nBcc: eve@example.net\r\n\r\nb' });
  expect(taken[0]?.to).toEqual(['nadia@example.net']);
  expect(taken[0]?.raw).not.toMatch(/^Bcc:/m);
});
