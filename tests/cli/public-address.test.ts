import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { until } from '@/cli/until';
import { ownerOf } from './owner';
import { ada, makeAda, passphrase, setupTokenIn, signIn } from './people';
import { type Answering, ask, childrenNamed, emptyDirectory, post, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

const patienceMs = 30_000;
const first = 'https://first.example.net';
const second = 'https://second.example.net:8443';

/** What the product says that its address is: in its banner, and as the issuer of tokens. */
async function addressOf(running: Answering): Promise<{ banner: string | undefined; issuer: string | undefined }> {
  const { accessToken } = await signIn(running, passphrase);
  return { banner: /answers at (\S+)/.exec(running.output())?.[1], issuer: decodeJwt(accessToken).iss };
}

async function stopped(running: Answering): Promise<void> {
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
}

test('the address of `create-admin --url` holds until ROUTEWARD_URL says another, which is kept then', async () => {
  const data = await usedDirectory('started');
  await makeAda({ data }, '--url', `${first}/`);
  const stored = await startProduct('start', { data });
  expect(await addressOf(stored)).toEqual({ banner: first, issuer: first });
  expect(stored.output()).toMatch(/\nIt listens on 127\.0\.0\.1:\d+\n/);
  await stopped(stored);
  // Said, remembered, and said again: the last one changes nothing.
  for (const env of [{ ROUTEWARD_URL: second }, {}, { ROUTEWARD_URL: second }]) {
    const running = await startProduct('start', { data, env });
    expect(await addressOf(running)).toEqual({ banner: second, issuer: second });
    await stopped(running);
  }
  const last = await startProduct('start', { data });
  const sql = ownerOf(data);
  const changes = await sql`
    select body::jsonb -> 'detail' as detail, body::jsonb #>> '{actor,kind}' as by from audit.entry
    where event = 'configuration.changed' order by at`;
  await sql.end();
  expect(changes).toEqual([
    { by: 'console', detail: { before: { publicUrl: null }, after: { publicUrl: first } } },
    { by: 'console', detail: { before: { publicUrl: first }, after: { publicUrl: second } } },
  ]);
  await stopped(last);
});

test('a web process that is started again after the setup goes by the address that was confirmed there', async () => {
  const running = await startProduct('start', { data: await usedDirectory('started') });
  const token = setupTokenIn(running.output());
  const finished = await post(running, '/api/v1/setup/finish', {
    token,
    ...ada,
    password: passphrase,
    publicUrl: first,
  });
  expect(finished.status, finished.body).toBe(200);
  expect((await addressOf(running)).issuer).toBe(first);
  const [web = 0] = childrenNamed(running.process.pid ?? 0, 'web');
  process.kill(web, 'SIGKILL');
  const isAnother = () => childrenNamed(running.process.pid ?? 0, 'web').some((pid) => pid !== web);
  expect(await until(isAnother, patienceMs)).toBe(true);
  expect(await until(async () => (await ask(running, '/readyz')).status === 200, patienceMs)).toBe(true);
  expect((await addressOf(running)).issuer).toBe(first);
});

test('an address that ROUTEWARD_URL fixed before the setup is not for the setup to change', async () => {
  const running = await startProduct('start', { data: await usedDirectory('started'), env: { ROUTEWARD_URL: second } });
  expect(running.output()).toContain(`Open ${second}/setup within`);
  const token = setupTokenIn(running.output());
  const opened = await post(running, '/api/v1/setup/open', { token });
  expect(JSON.parse(opened.body)).toEqual({ publicUrl: second });
  await post(running, '/api/v1/setup/finish', { token, ...ada, password: passphrase, publicUrl: first });
  expect((await addressOf(running)).issuer).toBe(second);
});

test.each([
  ['routeward', /^--url must be the address people open, such as https:[^\n]+\.\n$/],
  ['https://routeward.example.net/console', /^--url must be an origin without a path, such as https:[^\n]+\.\n$/],
  ['http://routeward.example.net', /^--url begins with http:, and Routeward is spoken to over TLS alone\.[^\n]+\n$/],
])('`create-admin --url %s` is refused before anything is asked', async (url, sentence) => {
  const refused = runCommand(['create-admin', '--url', url], { data: emptyDirectory() });
  expect(await refused.ended).toBe(2);
  expect(refused.errors()).toMatch(sentence);
});
