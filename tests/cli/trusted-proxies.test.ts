import { expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '@/cli/until';
import { ownerOf } from './owner';
import { passphrase, signIn, withToken } from './people';
import { type Answering, ask, childrenNamed, emptyDirectory, post, runCommand, send, startProduct } from './product';
import { usedDirectory } from './used-directory';

const patienceMs = 20_000;
const client = '203.0.113.9';
const Entries = z.object({ items: z.array(z.object({ address: z.string() })) });

/** The address that the log has of a request that says it was passed on for another one. */
async function recorded(running: Answering, token: string): Promise<string | undefined> {
  await ask(running, '/api/v1/configuration', { authorization: `Bearer ${token}`, 'x-forwarded-for': client });
  const found = await withToken(running, '/api/v1/audit?event=configuration.viewed', token);
  return Entries.parse(JSON.parse(found.body)).items[0]?.address;
}

const setBy = (running: Answering, token: string, proxies: readonly string[]) =>
  send(running, 'PATCH', '/api/v1/configuration', { body: { changes: { 'proxies.trusted': proxies } }, token });

/** Takes a process of the product away, and waits until all of it answers again. */
async function startedAnew(running: Answering, name: 'front' | 'web'): Promise<void> {
  const [before = 0] = childrenNamed(running.process.pid ?? 0, name);
  process.kill(before, 'SIGKILL');
  const isAnother = () => childrenNamed(running.process.pid ?? 0, name).some((pid) => pid !== before);
  expect(await until(isAnother, patienceMs), name).toBe(true);
  const isReady = () =>
    ask(running, '/readyz').then(
      ({ status }) => status === 200,
      () => false,
    );
  expect(await until(isReady, patienceMs), name).toBe(true);
}

test('proxies are trusted from the next request on, by page or command; the environment wins at each start', async () => {
  const data = await usedDirectory('withAda');
  const env = { ROUTEWARD_TRUSTED_PROXIES: '127.0.0.1, ::ffff:192.0.2.7' };
  const running = await startProduct('start', { data, env });
  const { accessToken } = await signIn(running, passphrase);
  const isRecorded = (address: string) => () => recorded(running, accessToken).then((found) => found === address);
  expect(await recorded(running, accessToken)).toBe(client);

  const set = await setBy(running, accessToken, ['192.0.2.0/28']);
  expect(set.status, set.body).toBe(200);
  expect(await until(isRecorded('127.0.0.1'), patienceMs)).toBe(true);
  const byCommand = runCommand(['config', 'set', 'proxies.trusted', '127.0.0.0/30'], { data });
  expect(await byCommand.ended, byCommand.errors()).toBe(0);
  expect(byCommand.output()).toBe('proxies.trusted is set. It holds from the next request.\n');
  expect(await until(isRecorded(client), patienceMs)).toBe(true);

  for (const name of ['front', 'web'] as const) {
    await startedAnew(running, name);
    expect(await recorded(running, accessToken), name).toBe(client);
  }
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);

  const kept = await startProduct('start', { data });
  const again = (await signIn(kept, passphrase)).accessToken;
  expect(await recorded(kept, again)).toBe(client);
  await setBy(kept, again, []);
  expect(await until(async () => (await recorded(kept, again)) === '127.0.0.1', patienceMs)).toBe(true);
  kept.process.kill('SIGTERM');
  expect(await kept.ended).toBe(0);

  // Said twice, stored once: the second start changes nothing.
  for (const _ of ['first', 'second']) {
    const last = await startProduct('start', { data, env });
    expect(await recorded(last, (await signIn(last, passphrase)).accessToken)).toBe(client);
    const sql = ownerOf(data);
    const changes = await sql`
      select body::jsonb -> 'detail' -> 'after' -> 'proxies.trusted' as proxies, body::jsonb #>> '{actor,kind}' as by
      from audit.entry where event = 'configuration.changed' order by at`;
    await sql.end();
    expect(changes).toEqual([
      { by: 'console', proxies: ['127.0.0.1', '192.0.2.7'] },
      { by: 'person', proxies: ['192.0.2.0/28'] },
      { by: 'console', proxies: ['127.0.0.0/30'] },
      { by: 'person', proxies: [] },
      { by: 'console', proxies: ['127.0.0.1', '192.0.2.7'] },
    ]);
    last.process.kill('SIGTERM');
    expect(await last.ended).toBe(0);
  }
}, 240_000);

test('a demo believes nobody, whatever its environment and its Super Admin say', async () => {
  const env = { ROUTEWARD_TRUSTED_PROXIES: '127.0.0.1' };
  const demo = await startProduct('demo', { data: await usedDirectory('demo'), env });
  const signedIn = await post(demo, '/api/v1/auth/sign-in', {
    email: 'sofia@routeward.example',
    password: 'sofia sees every tower',
  });
  const token: string = JSON.parse(signedIn.body).accessToken;
  const set = await setBy(demo, token, ['127.0.0.1']);
  expect(set.status, set.body).toBe(200);
  expect(await recorded(demo, token)).toBe('127.0.0.1');
  // What would be read by a web process that begins, it has read when it is there.
  await startedAnew(demo, 'web');
  expect(await recorded(demo, token)).toBe('127.0.0.1');
});

test('a list in the environment that cannot be read stops the start with one sentence', async () => {
  for (const proxies of ['localhost', '10.0.0.0/33', 'fe80::1%eth0', Array(51).fill('10.0.0.1').join()]) {
    const env = { ROUTEWARD_TRUSTED_PROXIES: proxies };
    const refused = runCommand(['start'], { data: emptyDirectory(), env });
    expect(await refused.ended).toBe(1);
    expect(refused.errors()).toMatch(/^ROUTEWARD_TRUSTED_PROXIES must list at most 50 addresses [^\n]+\.\n$/);
  }
});
