import { Socket } from 'node:net';
import { RouterOSClient } from 'mikro-routeros';
import { RouterOSAPI } from 'node-routeros';
import { expect, test } from 'vitest';
import { encodeSentence } from '@/simulator/codec';
import type { SimulatedRouter } from '@/simulator/router';
import { full, router } from './started';

const quick = 10_000;

/** Signed in, closed again whatever happens. */
async function withForeign(place: SimulatedRouter, use: (client: RouterOSClient) => Promise<void>): Promise<void> {
  const client = new RouterOSClient(place.host, place.port, quick);
  await client.connect();
  try {
    await client.login(full.name, full.password);
    await use(client);
  } finally {
    client.close();
  }
}

test.each(['7.20.8', '6.49.18'])('%s: mikro-routeros signs in and prints a thousand interfaces', async (version) => {
  const place = await router({ version });
  const table = place.state.table('/interface');
  table.items.splice(0);
  // Short rows: it forgets the words of a sentence that is cut by the end of a packet, so all of them must fit in one read.
  for (let number = 1; number <= 1000; number++) table.add({ name: `ether${number}`, type: 'ether' });
  await withForeign(place, async (client) => {
    const rows = await client.runQuery('/interface/print');
    expect(rows).toHaveLength(1000);
    expect(rows[999]).toMatchObject({
      '.id': expect.stringMatching(/^\*[0-9A-F]+$/),
      name: 'ether1000',
      type: 'ether',
    });
    expect(await client.runQuery('/interface/print', { name: 'ether7' })).toHaveLength(1);
  });
});

test('before 6.43 mikro-routeros believes itself signed in and is told that it is not', async () => {
  // It takes the challenge for a success, so what it asks next is refused: that much of the old login it shows.
  const place = await router({ version: '6.42.12' });
  const client = new RouterOSClient(place.host, place.port, quick);
  await client.connect();
  await client.login(full.name, full.password);
  await expect(client.runQuery('/system/identity/print')).rejects.toThrow();
  client.close();
});

test('mikro-routeros gets the text of a trap', async () => {
  await withForeign(await router(), async (client) => {
    await expect(client.runQuery('/system/nothing/print')).rejects.toThrow('RouterOS Error: no such command prefix');
  });
});

test('mikro-routeros is refused in the words of RouterOS', async () => {
  const place = await router();
  const client = new RouterOSClient(place.host, place.port, quick);
  await client.connect();
  await expect(client.login(full.name, 'wrong')).rejects.toThrow('invalid user name or password (6)');
  client.close();
});

test('mikro-routeros has its ping cancelled', async () => {
  const place = await router();
  await withForeign(place, async (client) => {
    const ping = client.runQuery('/tool/ping', { address: '1.1.1.1', interval: '50ms' });
    const ended = expect(ping).rejects.toThrow('RouterOS Error: interrupted');
    await expect.poll(() => place.received.some(([path]) => path === '/tool/ping')).toBe(true);
    // It hears the trap of the ping as its own answer.
    await expect(client.runQuery('/cancel')).rejects.toThrow('interrupted');
    await ended;
  });
});

test('mikro-routeros cancels a ping by its tag', async () => {
  const place = await router();
  await withForeign(place, async (client) => {
    // It has no words for tags: the ping goes out on its own connection, beside it.
    const socket: unknown = Reflect.get(client, 'socket');
    if (!(socket instanceof Socket)) throw new Error('mikro-routeros keeps its connection elsewhere');
    socket.write(encodeSentence(['/tool/ping', '=address=1.1.1.1', '.tag=7']));
    socket.write(encodeSentence(['/interface/listen', '.tag=8']));
    await expect.poll(() => place.received.some(([path]) => path === '/interface/listen')).toBe(true);
    expect(await client.runQuery('/cancel', { tag: '9' })).toEqual([]);
    await expect(client.runQuery('/cancel', { tag: '7' })).rejects.toThrow('RouterOS Error: interrupted');
  });
});

test('node-routeros signs in, prints, and gets the text of a trap', async () => {
  const place = await router();
  const client = new RouterOSAPI({ host: place.host, port: place.port, user: full.name, password: full.password });
  await client.connect();
  // Its defect is to throw what nobody listens for.
  client.on('error', () => undefined);
  expect(await client.write('/system/identity/print')).toEqual([{ name: 'golden' }]);
  const rows = await client.write('/interface/print', ['=.proplist=name']);
  expect(rows.map((row) => row.name)).toContain('ether8');
  await expect(client.write('/interface/fly')).rejects.toMatchObject({ message: 'no such command' });
  await client.close();
});
