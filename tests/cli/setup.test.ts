import { expect, test } from 'vitest';
import { ownerOf } from './owner';
import { ada, makeAda, passphrase, setupTokenIn, signIn, withToken } from './people';
import { type Answering, emptyDirectory, post, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

const opens = async (running: Answering, token: string): Promise<number> =>
  (await post(running, '/api/v1/setup/open', { token })).status;

async function stopped(running: Answering): Promise<void> {
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
}

test('a first start prints its setup token once, after the banner and in no line of the log', async () => {
  const running = await startProduct('start', { data: emptyDirectory(), env: { ROUTEWARD_LOG: 'debug' } });
  const token = setupTokenIn(running.output());
  expect(
    running
      .output()
      .endsWith(
        `\nNobody is here yet. Open ${running.url}/setup within 30 minutes and give this token:\nSetup token: ${token}\n`,
      ),
  ).toBe(true);
  expect(running.output().split(token)).toHaveLength(2);
  // However it is typed.
  expect(await opens(running, token.toLowerCase().replaceAll('-', ' '))).toBe(200);
  await stopped(running);
  for (const form of [token, token.replaceAll('-', '')]) expect(running.errors()).not.toContain(form);
});

test('each start and `setup-token` make a new one, after which the one before opens nothing', async () => {
  const data = emptyDirectory();
  const first = await startProduct('start', { data });
  const printed = [setupTokenIn(first.output())];
  await stopped(first);
  const running = await startProduct('start', { data });
  printed.push(setupTokenIn(running.output()));
  expect(await Promise.all(printed.map((token) => opens(running, token)))).toEqual([403, 200]);
  const asked = runCommand(['setup-token'], { data });
  expect(await asked.ended, asked.errors()).toBe(0);
  printed.push(setupTokenIn(asked.output()));
  expect(asked.output()).toBe(
    `Nobody is here yet. Open /setup at the address that \`npm start\` printed within 30 minutes and give this token:\nSetup token: ${printed[2]}\n`,
  );
  expect(await Promise.all(printed.map((token) => opens(running, token)))).toEqual([403, 403, 200]);
  const sql = ownerOf(data);
  const made = await sql`
    select body::jsonb #>> '{actor,kind}' as by, body::jsonb -> 'detail' as detail from audit.entry
    where event = 'setup.tokenMade'`;
  expect(made).toEqual(printed.map(() => ({ by: 'console', detail: {} })));
  // What is stored is no token.
  const [stored] = await sql<{ hash: Buffer }[]>`select secret_hash as hash from app.setup_token`;
  expect(stored?.hash.toString()).not.toContain(printed[2]?.replaceAll('-', ''));
  await sql.end();
});

test('the setup without a page: afterwards no token opens anything, and none is made', async () => {
  const data = await usedDirectory('started');
  const running = await startProduct('start', { data });
  const token = setupTokenIn(running.output());
  const publicUrl = 'https://routeward.example.net';
  const finish = () => post(running, '/api/v1/setup/finish', { token, ...ada, password: passphrase, publicUrl });
  const finished = await finish();
  expect(finished.status, finished.body).toBe(200);
  expect((await finish()).status).toBe(403);
  expect(await opens(running, token)).toBe(403);
  const signedIn = await signIn(running, passphrase);
  expect((await withToken(running, '/api/v1/customers', signedIn.accessToken)).status).toBe(200);
  const refused = runCommand(['setup-token'], { data });
  expect(await refused.ended).toBe(1);
  expect([refused.output(), refused.errors()]).toEqual([
    '',
    'There are people already: the setup is over and takes no token any more.\n',
  ]);
  await stopped(running);
  const again = await startProduct('start', { data });
  expect(again.output()).toMatch(
    /^Routeward answers at https:\/\/routeward\.example\.net\nIt listens on 127\.0\.0\.1:\d+\n/,
  );
  expect(again.output()).not.toMatch(/token/i);
});

test('`create-admin` closes the setup, whose token is gone with it', async () => {
  const data = await usedDirectory('started');
  const running = await startProduct('start', { data });
  const token = setupTokenIn(running.output());
  await makeAda({ data });
  expect(await opens(running, token)).toBe(403);
  const sql = ownerOf(data);
  expect(await sql`select from app.setup_token`).toHaveLength(0);
  await sql.end();
});

test('`setup-token` while the product does not run; what stands behind it is a wrong command line', async () => {
  const data = emptyDirectory();
  const asked = runCommand(['setup-token'], { data });
  expect(await asked.ended, asked.errors()).toBe(0);
  expect(setupTokenIn(asked.output())).toHaveLength(29);
  const wrong = runCommand(['setup-token', '--minutes', '90'], { data });
  expect(await wrong.ended).toBe(2);
  expect(wrong.errors()).toBe('Usage: routeward setup-token\n');
});
