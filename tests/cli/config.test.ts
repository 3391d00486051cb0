import { expect, test } from 'vitest';
import { until } from '@/cli/until';
import { ownerOf } from './owner';
import { passphrase, signIn, withToken } from './people';
import { ask, emptyDirectory, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

const config = async (data: string, args: readonly string[], input = '') => {
  const running = runCommand(['config', ...args], { data, input });
  return { code: await running.ended, output: running.output(), errors: running.errors() };
};

test('settings are listed, set and unset by command, each with its entry in the log, while the product runs', async () => {
  const data = await usedDirectory('withAda');
  const running = await startProduct('start', { data });
  const { output } = await config(data, []);
  expect(output).toMatch(/^results\.days +90 {2}\(as it comes\)$/m);
  expect(output).toMatch(/^mail\.password +\(not set\)$/m);
  expect(await config(data, ['set', 'results.days', '30'])).toMatchObject({
    code: 0,
    output: 'results.days is set. It holds within the hour.\n',
  });
  expect((await config(data, ['get', 'results.days'])).output).toBe('30\n');
  await config(data, ['set', 'devices.ranges', '10.20.0.0/16,', '10.30.0.0/16']);
  expect((await config(data, ['get', 'devices.ranges'])).output).toBe('10.20.0.0/16, 10.30.0.0/16\n');
  await config(data, ['unset', 'results.days']);
  const { accessToken } = await signIn(running, passphrase);
  const logged = await withToken(running, '/api/v1/audit?event=configuration.changed', accessToken);
  const entries: { actor: { kind: string }; detail: unknown }[] = JSON.parse(logged.body).items;
  expect(entries[0]).toMatchObject({ actor: { kind: 'console' }, address: 'console', outcome: 'ok' });
  expect(entries.filter(({ actor }) => actor.kind === 'console').length).toBeGreaterThanOrEqual(3);
});

test('what is changed by command holds in the processes that run: another public address, a contact', async () => {
  const data = await usedDirectory('started');
  const running = await startProduct('start', { data });
  expect((await ask(running, '/.well-known/security.txt')).status).toBe(404);
  await config(data, ['set', 'security.contact', 'mailto:security@isp.example']);
  await config(data, ['set', 'public-address', 'https://routeward.isp.example']);
  const told = async () => (await ask(running, '/.well-known/security.txt')).body;
  const canonical = 'Canonical: https://routeward.isp.example/.well-known/security.txt';
  expect(await until(async () => (await told()).includes(canonical), 20_000)).toBe(true);
  expect(await told()).toContain('Contact: mailto:security@isp.example\r\n');
});

test('a secret comes on standard input alone, is kept sealed, and is said to be set', async () => {
  const data = emptyDirectory();
  const secret = 'the password of the mailbox';
  const onTheLine = await config(data, ['set', 'mail.password', secret]);
  expect(onTheLine).toMatchObject({ code: 2, output: '' });
  expect(onTheLine.errors).toBe('mail.password is a secret: give it on standard input, not on the command line.\n');
  expect((await config(data, ['set', 'mail.password'], `${secret}\n`)).code).toBe(0);
  expect((await config(data, ['get', 'mail.password'])).output).toBe('(set)\n');
  const running = await startProduct('start', { data });
  const sql = ownerOf(running.data);
  const [row] = await sql`select value, sealed from app.setting where name = 'mail.password'`;
  const entries = await sql`select body from audit.entry where event = 'configuration.changed'`;
  await sql.end();
  expect(row?.value).toBeNull();
  expect(Buffer.from(row?.sealed).includes(secret)).toBe(false);
  expect(entries.map(({ body }) => body).join()).not.toContain(secret);
});

test.each([
  [['set', 'results.days', '1'], 'results.days: '],
  [['set', 'results.days', 'many'], 'results.days: '],
  [['set', 'results.days'], 'Usage: routeward config'],
  [['set', 'no.such', '1'], 'There is no setting no.such. There are: public-address, '],
  [['change', 'results.days', '1'], 'Usage: routeward config'],
])('%j is refused in one sentence, before the database is begun', async (args, sentence) => {
  const data = emptyDirectory();
  const { code, errors } = await config(data, args);
  expect(code).toBe(2);
  expect(errors).toMatch(/^[^\n]+\n$/);
  expect(errors).toContain(sentence);
});
