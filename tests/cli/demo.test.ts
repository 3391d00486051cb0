import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { ownerOf, ownerUrlOf } from './owner';
import { emptyDirectory, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

test('the demo prints its people with roles and passwords, and they can sign in; it is found again the next time', async () => {
  const data = emptyDirectory();
  for (const _time of ['first', 'second']) {
    const running = await startProduct('demo', { data });
    expect(running.errors()).toBe('');
    const marco = /^Marco \S+ +Operator +(\S+) +(.+)$/m.exec(running.output());
    expect(running.output()).toMatch(/Super Admin .*\n.* Admin .*\n.*Operator .*\n.*Viewer /);
    const answer = await fetch(`${running.url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: marco?.[1], password: marco?.[2]?.trim() }),
    });
    expect(answer.status).toBe(200);
    // Opened on this machine alone, whatever is configured there.
    expect(decodeJwt((await answer.json()).accessToken).iss).toBe(running.url);
    const sql = ownerOf(`${data}-demo`);
    await sql`update app.configuration set public_url = 'https://elsewhere.example.net'`;
    await sql.end();
    running.process.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  }
});

test('the demo listens on this machine alone', async () => {
  const running = runCommand(['demo'], { data: emptyDirectory(), env: { ROUTEWARD_LISTEN: '0.0.0.0:0' } });
  expect(await running.ended).toBe(1);
  expect(running.errors()).toMatch(
    /published passwords and answers on this machine only: set ROUTEWARD_LISTEN to 127\.0\.0\.1:PORT/,
  );
});

test('what was refused since the last minute is in the log after a stop; `start` refuses this database', async () => {
  const data = emptyDirectory();
  const first = await startProduct('demo', { data });
  for (const _time of ['once', 'twice', 'again']) expect((await fetch(`${first.url}/api/v1/audit`)).status).toBe(401);
  first.process.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const second = await startProduct('demo', { data });
  const [, email, password = ''] = /^\S+ \S+ +Super Admin +(\S+) +(.+)$/m.exec(second.output()) ?? [];
  const signedIn = await fetch(`${second.url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: password.trim() }),
  });
  const { accessToken } = await signedIn.json();
  const headers = { authorization: `Bearer ${accessToken}` };
  const counted = await fetch(`${second.url}/api/v1/audit?event=audit.refusalsCounted`, { headers });
  expect((await counted.json()).items).toMatchObject([{ event: 'audit.refusalsCounted', requestId: 'web-stopped' }]);
  second.process.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  const real = runCommand(['start'], { data: `${data}-demo` });
  expect(await real.ended).toBe(1);
  expect(real.errors()).toMatch(/^This is the database of a demo, whose passwords are published\.[^\n]*\n$/m);
});

test('the demo does not touch a database with real people', async () => {
  const data = await usedDirectory('withAda');
  // The demo has a directory of its own; here it is pointed at the real database by hand.
  const real = await startProduct('start', { data });
  const sql = ownerOf(data);
  const demo = runCommand(['demo'], { data: emptyDirectory(), env: { DATABASE_URL: ownerUrlOf(data) } });
  expect(await demo.ended).toBe(1);
  expect(await sql`select email from app.person`).toEqual([{ email: 'ada@isp.example' }]);
  await sql.end();
  real.process.kill('SIGTERM');
  expect(await real.ended).toBe(0);
});
