import { beforeAll, expect, test } from 'vitest';
import { checkMail } from '@/cli/doctor/mail';
import { configureAsConsole } from '@/server/db/console-settings';
import { examine } from '@/server/db/examine';
import { type TestDatabase, testDatabase } from '../../support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

const found = async () => {
  const { mail } = await examine(database.ownerUrl);
  if (mail === null) throw new Error('mail was not looked at');
  return checkMail(mail);
};
const configure = (name: 'mail.host' | 'mail.port' | 'mail.from', value: string | number) =>
  configureAsConsole(database.ownerUrl, { name, value, seal: () => Promise.reject(new Error('no secret')) });

test('the doctor warns of letters that wait long and of those that were given up, and of nothing else', async () => {
  const { owner } = database;
  expect(await found()).toMatchObject({ level: 'ok', found: 'not configured: links are copied' });
  await configure('mail.host', 'mail.example.net');
  await configure('mail.port', 2525);
  await configure('mail.from', 'routeward@example.net');
  const setUp = 'set up: mail.example.net:2525';
  expect(await found()).toMatchObject({ level: 'ok', found: `${setUp}; none was sent yet` });

  await owner`
    insert into app.outgoing (id, kind, about, sealed, made_at, due_at, attempts, error)
    values (gen_random_uuid(), 'mail', 'invitation', '\\x00', app.now() - interval '1 minute', app.now(), 2, 'Nothing answers.')`;
  expect(await found()).toMatchObject({ level: 'ok', found: `${setUp}; none was sent yet` });

  await owner`update app.outgoing set made_at = app.now() - interval '3 hours'`;
  expect(await found()).toMatchObject({
    level: 'warn',
    found: `${setUp}; 1 letter not sent yet, the oldest for 3h 00m: Nothing answers`,
    advice: expect.stringContaining('See whether Routeward runs'),
  });

  await owner`update app.outgoing set ended_at = app.now(), outcome = 'givenUp', sealed = null`;
  expect(await found()).toMatchObject({
    level: 'warn',
    found: `${setUp}; 1 letter given up in the last seven days; the last one was given up: Nothing answers`,
  });

  await owner`update app.outgoing set ended_at = app.now() - interval '8 days'`;
  expect(await found()).toMatchObject({ level: 'ok', found: `${setUp}; the last one was given up` });

  await owner`update app.outgoing set outcome = 'sent', error = null`;
  expect(await found()).toMatchObject({ level: 'ok', found: `${setUp}; the last one was taken` });
});
