import { expect, test } from 'vitest';
import { ownerOf } from './owner';
import { ada, passphrase, signIn, withToken } from './people';
import { runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

const another = 'three herons under the dish';
const reset = ['reset-password', '--email', 'Ada@isp.example'];

test('a new passphrase: the old one and what was signed in are over, the account is not throttled, and it is in the log', async () => {
  const data = await usedDirectory('withAda');
  const running = await startProduct('start', { data });
  const before = await signIn(running, passphrase);
  expect((await withToken(running, '/api/v1/customers', before.accessToken)).status).toBe(200);
  // So many wrong ones that the right one would have to wait as well.
  for (let times = 0; times < 6; times += 1) await signIn(running, 'a guess at the passphrase');
  expect((await signIn(running, passphrase)).status).toBe(429);
  const done = runCommand(reset, { data, input: `${another}\n` });
  expect(await done.ended, done.errors()).toBe(0);
  expect(done.output()).toBe(
    'Ada Real <ada@isp.example> has a new passphrase. Wherever they were signed in, they are not any more.\n',
  );
  expect((await withToken(running, '/api/v1/customers', before.accessToken)).status).toBe(401);
  expect((await signIn(running, passphrase)).status).toBe(401);
  const after = await signIn(running, another);
  expect(after.status).toBe(200);
  const logged = await withToken(running, '/api/v1/audit?event=auth.passwordReset', after.accessToken);
  expect(JSON.parse(logged.body).items).toMatchObject([
    { outcome: 'ok', actor: { kind: 'console' }, target: 'person Ada Real', address: 'console' },
  ]);
});

test('a link to a new password that was open opens nothing any more', async () => {
  const data = await usedDirectory('withAda');
  const running = await startProduct('start', { data });
  const sql = ownerOf(data);
  await sql`
    insert into app.password_reset (person_id, secret_hash, expires_at)
    select id, sha256('x'), now() + interval '1 day' from app.person`;
  const done = runCommand(reset, { data, input: another });
  expect(await done.ended, done.errors()).toBe(0);
  expect(await sql`select from app.password_reset`).toHaveLength(0);
  await sql.end();
  expect((await signIn(running, another)).status).toBe(200);
});

test('a disabled person gets one too, and it is said that they cannot sign in with it', async () => {
  const data = await usedDirectory('withAda');
  const running = await startProduct('start', { data });
  const sql = ownerOf(data);
  // The last Super Admin cannot be disabled.
  await sql`insert into app.person (email, name, role) values ('grace@isp.example', 'Grace', 'superAdmin')`;
  await sql`update app.person set disabled_at = now() where email = ${ada.email}`;
  await sql.end();
  const done = runCommand(reset, { data, input: another });
  expect(await done.ended, done.errors()).toBe(0);
  expect(done.output()).toMatch(/\nThey are disabled and cannot sign in until a Super Admin enables them\.\n$/);
  expect((await signIn(running, another)).status).toBe(401);
});

test('an unknown e-mail, a weak passphrase, a wrong command line: one sentence each, and nothing is changed', async () => {
  const data = await usedDirectory('withAda');
  const running = await startProduct('start', { data });
  const refused = async (args: readonly string[], input: string) => {
    const command = runCommand(args, { data, input });
    return [await command.ended, command.errors(), command.output()];
  };
  expect(await refused(['reset-password', '--email', 'eve@isp.example'], another)).toEqual([
    1,
    'Nobody has the e-mail address eve@isp.example. Nothing was changed.\n',
    '',
  ]);
  expect(await refused(reset, 'ada real 2026 x')).toEqual([
    1,
    expect.stringMatching(/^This password is [^\n]+\n$/),
    '',
  ]);
  expect(await refused(['reset-password', '--email', 'ada'], another)).toEqual([
    2,
    'This is not an e-mail address.\n',
    '',
  ]);
  expect(await refused(['reset-password'], another)).toEqual([
    2,
    'There is no terminal to ask on. Give it as --email.\n',
    '',
  ]);
  expect(await refused([...reset, '--password', another], another)).toEqual([
    2,
    expect.stringMatching(/--password[^\n]*Usage: routeward reset-password[^\n]*\n$/),
    '',
  ]);
  expect((await signIn(running, passphrase)).status).toBe(200);
});
