import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { resolveAddress, simulatedOnly } from '@/server/routeros/address';
import { Routers } from '@/server/routeros/routers';
import type { RouterTarget } from '@/server/routeros/target';
import { startPeer } from './peer';
import { sentence } from './reading';
import { TestClock } from './test-clock';

const names: Readonly<Record<string, readonly string[]>> = {
  'gw.example.net': ['10.0.0.1'],
  'two.example.net': ['2001:db80::1', '10.0.0.1'],
  'home.example.net': ['127.0.0.1'],
  'mixed.example.net': ['10.0.0.1', '127.0.0.1'],
  'mapped.example.net': ['::ffff:169.254.169.254'],
  'own.example.net': ['192.168.7.7'],
};
const lookup = async (name: string) => {
  const found = names[name];
  if (found === undefined) throw new Error('ENOTFOUND');
  return found.map((address) => ({ address }));
};
const own = ['192.168.7.7', 'fd00::7'];
const resolved = (host: string) => resolveAddress(host, { own, lookup });

test.each([
  ['10.20.1.1', '10.20.1.1'],
  ['192.168.88.1', '192.168.88.1'],
  ['100.64.0.1', '100.64.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['fd00:0:0::1', 'fd00::1'],
  ['gw.example.net', '10.0.0.1'],
  ['gw.example.net.', undefined],
  ['two.example.net', '2001:db80::1'],
])('%s is where a router can be', async (host, ip) => {
  if (ip === undefined) await expect(resolved(host)).rejects.toMatchObject({ code: 'unresolved' });
  else expect(await resolved(host)).toEqual({ ip });
});

const refused = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.000.000.001',
    '0x7f.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '0',
    '0.0.0.0',
  ],
  ...[
    '⑫⑦.⓪.⓪.①',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '１２７.0.0.1',
    '[::1]',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
  ],
  ...[
    '::127.0.0.1',
    '::169.254.169.254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '169.254.169.254',
  ],
  ...[
    '::ffff:169.254.169.254',
    '224.0.0.1',
    '239.1.1.1',
    '255.255.255.255',
    '240.0.0.1',
    '192.168.7.7',
    '::ffff:192.168.7.7',
  ],
  ...[
    'fd00:0::7',
    'home.example.net',
    'mixed.example.net',
    'mapped.example.net',
    'own.example.net',
    '',
    ' ',
    '.',
    'a..b',
    '-a.b',
  ],
  ...[
    '10.0.0.1 ',
    '10.0.0.1\0',
    '10.0.0.1#',
    '10.0.0.1:8729',
    'user@10.0.0.1',
    'http://10.0.0.1',
    '10.1',
    '167772161',
    'a_b.0x10',
  ],
];

test.each(refused)('%j is not', async (host) => {
  await expect(resolved(host)).rejects.toMatchObject({ name: 'RouterFault', code: 'addressRefused' });
});

test('a name without address is not found', async () => {
  await expect(resolved('nowhere.example.net')).rejects.toMatchObject({ code: 'unresolved' });
});

test('what a name points to is asked once, so that nothing can change between the look and the connection', async () => {
  let asked = 0;
  const flipping = async () => {
    asked += 1;
    return [{ address: asked === 1 ? '10.0.0.1' : '127.0.0.1' }];
  };
  expect(await resolveAddress('flip.example.net', { own: [], lookup: flipping })).toEqual({ ip: '10.0.0.1' });
  expect(asked).toBe(1);
});

test('nothing on this machine is connected to, however it is written', async () => {
  const sink = createServer();
  let connections = 0;
  sink.on('connection', () => {
    connections += 1;
  });
  sink.listen(0, '::');
  await once(sink, 'listening');
  const address = sink.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const peer = await startPeer();
  const dial = async (target: Pick<RouterTarget, 'host' | 'port'>) => ({
    host: (await resolved(target.host)).ip,
    port: target.port,
  });
  const routers = new Routers({ dial });
  for (const host of [...refused, 'localhost']) {
    const target = peer.target({ key: host, host, port });
    await expect(routers.read(target, sentence(), { onRow: () => undefined }), host).rejects.toMatchObject({
      code: host === 'localhost' ? 'unresolved' : 'addressRefused',
    });
  }
  await routers.close();
  await peer.stop();
  sink.close();
  await once(sink, 'close');
  expect(connections).toBe(0);
});

test('a resolver that does not answer is not waited for', async () => {
  const clock = new TestClock();
  const routers = new Routers({ clock, dial: () => new Promise(() => undefined) });
  const peer = await startPeer();
  const end = routers.read(peer.target(), sentence(), { onRow: () => undefined });
  await vi.waitFor(() => expect(clock.timers).toBe(1));
  clock.pass(10_000);
  await expect(end).rejects.toMatchObject({ code: 'unresolved' });
  await routers.close();
  await peer.stop();
});

test('in the demo the simulated fleet is reached, and nothing else', async () => {
  const peer = await startPeer();
  const dial = simulatedOnly({ '10.20.1.1': peer.port });
  expect(await dial(peer.target({ host: '10.20.1.1', port: 8729 }))).toEqual({ host: '127.0.0.1', port: peer.port });
  for (const host of ['127.0.0.1', 'localhost', '10.20.1.2', '192.0.2.1', 'toString', '__proto__', ''])
    await expect(dial(peer.target({ host }))).rejects.toMatchObject({ code: 'addressRefused' });
  await peer.stop();
});
