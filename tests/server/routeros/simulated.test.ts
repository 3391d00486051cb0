import { afterEach, expect, test, vi } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import { probe } from '@/core/actions/internal';
import { Routers } from '@/server/routeros/routers';
import type { RouterTarget } from '@/server/routeros/target';
import { type SimulatedRouter, startRouter } from '@/simulator/router';
import { sentence } from './reading';

const account = { name: 'reader', password: 'reads a tower', policies: ['api', 'read', 'test'] };
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A simulated router, whose author has not read our codec, and our connections to it. */
async function simulated(version: string, transport: 'tls' | 'plain' = 'tls') {
  const router = await startRouter({
    model: 'CCR2004',
    version,
    identity: 'tower-01-gw',
    accounts: [account],
    transport,
  });
  const routers = new Routers({ dial: async ({ port }) => ({ host: router.host, port }) });
  ends.push(
    () => routers.close(),
    () => router.stop(),
  );
  const read = async (what = sentence(), over: Partial<RouterTarget> = {}, signal?: AbortSignal) => {
    const rows: Readonly<Record<string, string>>[] = [];
    const end = await routers.read(targetOf(router, over), what, { onRow: (row) => void rows.push(row), signal });
    return { ...end, fields: rows };
  };
  return { router, routers, read };
}

const targetOf = ({ port, fingerprint }: SimulatedRouter, over: Partial<RouterTarget>): RouterTarget => ({
  key: 'simulated',
  host: '10.20.1.1',
  port,
  transport: fingerprint === null ? { kind: 'plain' } : { kind: 'tls', pin: fingerprint },
  login: account,
  isPre643: false,
  codePage: null,
  ...over,
});

test.each([
  ['7.20.8', 'tls'],
  ['7.20.8', 'plain'],
  ['6.49.18', 'tls'],
] as const)('RouterOS %s over %s: identity and resources', async (version, transport) => {
  const { read } = await simulated(version, transport);
  const [identity, resource] = probe(null);
  expect((await read(identity)).fields).toEqual([{ name: 'tower-01-gw' }]);
  const { fields, tlsVersion } = await read(resource);
  expect(fields[0]?.version).toContain(version);
  expect(tlsVersion?.startsWith('TLSv1.') ?? false).toBe(transport === 'tls');
});

test('RouterOS before 6.43 takes the digest, and only where a person said that it is so old', async () => {
  const { read } = await simulated('6.40.9', 'plain');
  await expect(read(sentence(), { key: 'unmarked' })).rejects.toMatchObject({ code: 'loginRefused' });
  expect((await read(sentence(), { isPre643: true })).fields).toEqual([{ name: 'tower-01-gw' }]);
});

test.each(['6.49.18', '7.20.8'])(
  'RouterOS %s: how much of the pools is used is a number, and as many are listed',
  async (version) => {
    const { read } = await simulated(version);
    const all = compile('dhcp.servers', { limit: 1000 }, onlyVersion(version));
    const answers = [];
    for (const sentence of all) answers.push(await read(sentence));
    const [, , , count, used] = answers;
    expect(count).toMatchObject({ rows: 1, fields: [{ ret: String(used?.rows) }] });
    expect(used?.rows).toBeGreaterThan(10);
  },
);

test('a ping is told packet by packet, and the router hears that it is stopped', async () => {
  const { read, router } = await simulated('7.20.8');
  const [ping] = compile('tool.ping', { address: '10.20.1.2', count: 3, interval: 200 }, onlyVersion('7.20.8'));
  expect((await read(ping)).rows).toBe(3);
  const stop = new AbortController();
  const [long] = compile('tool.ping', { address: '10.20.1.2', count: 300, interval: 1000 }, onlyVersion('7.20.8'));
  const stopped = read(long, {}, stop.signal);
  await vi.waitFor(() => expect(router.received.filter(([path]) => path === '/tool/ping')).toHaveLength(2));
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'stopped' });
  await vi.waitFor(() => expect(router.received.at(-1)?.[0]).toBe('/cancel'));
  // The same connection goes on.
  expect((await read()).rows).toBe(1);
  expect(router.connections).toBe(1);
});

test('an unknown command and a wrong password are told apart', async () => {
  const { read, router } = await simulated('7.20.8');
  await expect(read(sentence('/no/such/menu'))).rejects.toMatchObject({ code: 'unsupported' });
  const wrong = { key: 'wrong', login: { name: account.name, password: 'a guess' } };
  await expect(read(sentence(), wrong)).rejects.toMatchObject({ code: 'loginRefused' });
  router.faults.presentsOtherCertificate = true;
  const before = router.received.length;
  await expect(read(sentence(), { key: 'impostor' })).rejects.toMatchObject({ code: 'certificateDiffers' });
  expect(router.received).toHaveLength(before);
});

test.each([
  ['unknownTag', 1],
  ['doubleDone', 1],
  ['fatal', 'fatal'],
] as const)('a router that lies (%s) ends as it should', async (lie, outcome) => {
  const { read, router } = await simulated('7.20.8');
  router.faults.lie = lie;
  const came = read(sentence('/interface/print')).then(
    () => 1,
    ({ code }: { code: unknown }) => code,
  );
  expect(await came).toBe(outcome);
});
