import { expect, test } from 'vitest';
import { pathOf } from '@/simulator/network';
import { rowsIn } from './client';
import { full, meet, router } from './started';

test('a ping says of every packet what became of it, and of all so far', async () => {
  const client = await meet(await router());
  const rows = rowsIn(await client.ask('/tool/ping', '=address=dns.google', '=count=3', '=interval=0.05', '=size=100'));
  expect(rows.map(({ seq, sent, host, size }) => [seq, sent, host, size])).toEqual(
    ['0', '1', '2'].map((seq) => [seq, String(Number(seq) + 1), '8.8.8.8', '100']),
  );
  const answered = rows.filter(({ status }) => status === undefined);
  for (const { time, ttl } of answered)
    expect([time, ttl]).toEqual([expect.stringMatching(/^(\d+ms)?(\d+us)?$/), '60']);
  expect(rows.at(-1)?.received).toBe(String(answered.length));
});

test('packets without an answer have no time', async () => {
  const client = await meet(await router());
  const ask = async (...words: string[]) =>
    rowsIn(await client.ask('/tool/ping', '=count=1', '=interval=20ms', ...words))[0] ?? {};
  const lost = await ask('=address=192.0.2.1');
  expect(lost).toEqual({
    seq: '0',
    host: '192.0.2.1',
    status: 'timeout',
    sent: '1',
    received: '0',
    'packet-loss': '100',
  });
  expect(await ask('=address=203.0.113.99')).toMatchObject({ status: 'host unreachable', received: '0' });
  expect(await ask('=address=198.51.100.4')).toMatchObject({ host: '10.99.0.1', status: 'net unreachable' });
  expect(await ask('=address=1.1.1.1', '=ttl=1')).toMatchObject({ host: '10.99.0.1', status: 'TTL exceeded' });
  expect(await ask('=address=1.1.1.1', '=size=1600', '=do-not-fragment=')).toMatchObject({
    status: 'packet too large and cannot be fragmented',
  });
});

test('a lossy uplink loses packets and a clean one does not', async () => {
  const lossy = await meet(await router({ character: { uplink: { latencyMs: 1, jitterMs: 0, loss: 1 } } }));
  const clean = await meet(await router());
  const words = ['/tool/ping', '=address=10.99.0.1', '=count=3', '=interval=10ms'];
  expect(rowsIn(await lossy.ask(...words)).at(-1)?.['packet-loss']).toBe('100');
  expect(rowsIn(await clean.ask(...words)).at(-1)?.['packet-loss']).toBe('0');
});

test('a traceroute gives the whole table again in every round', async () => {
  const client = await meet(await router());
  const rows = rowsIn(await client.ask('/tool/traceroute', '=address=1.1.1.1', '=count=2', '=timeout=100ms'));
  const rounds = ['0', '1'].map((section) => rows.filter((one) => one['.section'] === section));
  expect(rounds.map((hops) => hops.length)).toEqual([5, 5]);
  expect(rounds[1]?.map(({ address }) => address).at(0)).toBe('10.99.0.1');
  expect(rounds[1]?.map(({ address }) => address).at(-1)).toBe('1.1.1.1');
  expect(rounds[1]?.every(({ sent }) => sent === '2')).toBe(true);
  expect(rounds[1]?.[2]).toEqual({ '.section': '1', address: '', loss: '100', sent: '2', last: 'timeout', status: '' });
});

test('a traceroute to nobody gives up after five silent hops, or where it is told', async () => {
  const client = await meet(await router());
  const to = async (...words: string[]) =>
    rowsIn(await client.ask('/tool/traceroute', '=count=1', '=timeout=200ms', ...words));
  expect(await to('=address=192.0.2.1')).toHaveLength(4 + 5);
  expect(await to('=address=192.0.2.1', '=max-hops=2')).toHaveLength(2);
  expect((await to('=address=203.0.113.99')).at(-1)?.status).toMatch(/^host unreachable from /);
});

test('traffic is watched once without sections, or for a time with them', async () => {
  const client = await meet(await router());
  const once = rowsIn(await client.ask('/interface/monitor-traffic', '=interface=ether1,ether2', '=once='));
  expect(once.map((one) => [one.name, '.section' in one])).toEqual([
    ['ether1', false],
    ['ether2', false],
  ]);
  const timed = rowsIn(
    await client.ask('/interface/monitor-traffic', '=interface=ether1,ether2', '=duration=2s', '=interval=1'),
  );
  expect(timed.map((one) => [one['.section'], one.name])).toEqual([
    ['0', 'ether1'],
    ['0', 'ether2'],
    ['1', 'ether1'],
    ['1', 'ether2'],
  ]);
});

test('a bandwidth test ends where the other router does not know its account, is off, or lets anybody in', async () => {
  const testing = { name: 'tests', password: 'the line', policies: ['api', 'winbox'] };
  const other = await router({ model: 'CCR2004', accounts: [full, testing], character: { role: 'core' } });
  const network = {
    resolve: () => null,
    path: (address: string) => pathOf([{ address, ms: 1, jitterMs: 0, loss: 0 }]),
    bandwidthServer: () => other.bandwidthServer,
  };
  const client = await meet(await router({ model: 'CCR2004', character: { network } }));
  const ended = async (user: string, password: string) => {
    const words = ['=address=10.99.0.9', `=user=${user}`, `=password=${password}`, '=duration=1s'];
    return rowsIn(await client.ask('/tool/bandwidth-test', ...words)).map(({ status }) => status);
  };
  expect(await ended('tests', 'the line')).toEqual(['connecting', 'done testing']);
  expect(await ended('tests', 'another')).toEqual(['connecting', 'authentication failed']);
  expect(await ended('nobody', 'the line')).toEqual(['connecting', 'authentication failed']);
  expect(await ended(full.name, full.password)).toEqual(['connecting', 'authentication failed']);
  const server = other.state.table('/tool/bandwidth-server');
  const [settings] = server.items;
  if (settings === undefined) throw new Error('the router has no bandwidth server');
  server.set(settings, { authenticate: 'false' });
  expect(await ended('nobody', '')).toEqual(['connecting', 'done testing']);
  server.set(settings, { enabled: 'false' });
  expect(await ended('tests', 'the line')).toEqual(['connecting', "can't connect"]);
});

test('a bandwidth test runs where the mode of the router allows it', async () => {
  const client = await meet(await router({ model: 'CCR2004' }));
  const rows = rowsIn(
    await client.ask('/tool/bandwidth-test', '=address=10.99.0.1', '=duration=1s', '=direction=both'),
  );
  expect(rows.map(({ status }) => status)).toEqual(['connecting', 'done testing']);
  expect(Number(rows[1]?.['rx-total-average'])).toBeGreaterThan(1e8);
});
