import { expect, test } from 'vitest';
import { until } from '@/cli/until';
import { demoPeople } from '@/server/db/demo-world';
import { type Answering, childrenNamed, startProduct } from './product';
import { usedDirectory } from './used-directory';

const patienceMs = 60_000;

/** The demo over REST, as Marco the Operator. */
async function asMarco(running: Answering) {
  const marco = demoPeople.find(({ role }) => role === 'operator');
  const json = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${running.url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: marco?.email, password: marco?.password }),
  });
  const headers = { ...json, authorization: `Bearer ${(await signedIn.json()).accessToken}` };
  const get = async (path: string) => (await fetch(`${running.url}/api/v1${path}`, { headers })).json();
  const post = async (path: string, body: object) =>
    (await fetch(`${running.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  const [device] = (await get('/devices?customer=acme-corp&q=tower-07-gw')).items;
  const run = (action: string, params: object = {}) => post(`/devices/${device.id}/runs`, { action, params });
  const ended = async (id: string): Promise<Record<string, unknown>> => {
    const isOver = async () => !['intended', 'running'].includes((await get(`/runs/${id}`)).state);
    expect(await until(isOver, patienceMs)).toBe(true);
    return get(`/runs/${id}`);
  };
  return { get, run, ended };
}

const pidOf = (running: Answering, child: string): number => {
  const [pid] = childrenNamed(running.process.pid ?? 0, child);
  if (pid === undefined) throw new Error(`no ${child}`);
  return pid;
};

test('the demo’s routers answer: live rows of a ping and the hops of a traceroute, over REST', async () => {
  const { get, run, ended } = await asMarco(await startProduct('demo', { data: await usedDirectory('demo') }));
  const ping = await run('tool.ping', { address: '1.1.1.1', count: 3, interval: 200 });
  expect(await ended(ping.id)).toMatchObject({
    state: 'done',
    rows: 3,
    sent: [expect.stringContaining('address=1.1.1.1')],
  });
  expect((await get(`/runs/${ping.id}/rows`)).rows.map((row: { fields: { seq: string } }) => row.fields.seq)).toEqual([
    '0',
    '1',
    '2',
  ]);
  const route = await run('tool.traceroute', { address: '1.1.1.1', count: 1 });
  expect(await ended(route.id)).toMatchObject({ state: 'done' });
  const { rows } = await get(`/runs/${route.id}/rows`);
  expect(rows.at(-1).fields.address).toBe('1.1.1.1');
});

test('a runner that is killed in the middle: the run is interrupted with its rows, and the next one is carried out', async () => {
  const running = await startProduct('demo', { data: await usedDirectory('demo') });
  const { get, run, ended } = await asMarco(running);
  const { id } = await run('tool.ping', { address: '1.1.1.1', count: 300 });
  expect(await until(async () => (await get(`/runs/${id}`)).rows > 0, patienceMs)).toBe(true);
  process.kill(pidOf(running, 'runner'), 'SIGKILL');
  const { state, rows } = await ended(id);
  expect(state).toBe('interrupted');
  expect((await get(`/runs/${id}/rows`)).rows).toHaveLength(Number(rows));
  const again = await run('sys.overview');
  expect(await ended(again.id)).toMatchObject({ state: 'done' });
});

test('simulated routers that were killed are there again, the same ones', async () => {
  const running = await startProduct('demo', { data: await usedDirectory('demo') });
  const { run, ended } = await asMarco(running);
  const fleet = pidOf(running, 'simulator');
  process.kill(fleet, 'SIGKILL');
  const isThere = () => childrenNamed(running.process.pid ?? 0, 'simulator').some((pid) => pid !== fleet);
  expect(await until(isThere, patienceMs)).toBe(true);
  const isAnswered = async () => (await ended((await run('sys.overview')).id)).state === 'done';
  expect(await until(isAnswered, patienceMs)).toBe(true);
});
