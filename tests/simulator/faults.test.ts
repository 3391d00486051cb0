import { expect, test } from 'vitest';
import { type Client, connectTo, signIn } from './client';
import { full, meet, router } from './started';

const identity = '/system/identity/print';
/** What an honest router says to that, as bytes. */
const honest = '032172650c3d6e616d653d676f6c64656e000521646f6e6500';

test('a router that refuses connections takes them again when it is let', async () => {
  const place = await router();
  place.faults.refusesConnections = true;
  await expect(connectTo(place)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  place.faults.refusesConnections = false;
  const client = await meet(place);
  expect((await client.ask(identity)).at(-1)).toEqual(['!done']);
});

test('a router may reset whoever comes, or let them wait', async () => {
  const place = await router();
  place.faults.resetsConnections = true;
  const end = await connectTo(place).then(
    async (client) => {
      await client.closed();
      return client.bytes.length;
    },
    (error: { code: string }) => error.code,
  );
  // The reset may come before the client knows that it was connected.
  expect([0, 'ECONNRESET']).toContain(end);
  Object.assign(place.faults, { resetsConnections: false, isSilent: true });
  const silent = await connectTo(place);
  silent.say('/login', '=name=full', '=password=pass');
  await expect.poll(() => place.connections).toBe(1);
  place.faults.isSilent = false;
  // What others are answered in the meantime is not for those who came before.
  expect((await (await meet(place)).ask(identity)).at(-1)).toEqual(['!done']);
  silent.close();
  await silent.closed();
  expect(silent.bytes).toHaveLength(0);
});

test('silence after the login', async () => {
  const place = await router({ faults: { isSilentAfterLogin: true } });
  const client = await connectTo(place);
  expect(await client.ask('/login', '=name=full', '=password=pass')).toEqual([['!done']]);
  client.say(identity);
  await expect.poll(() => place.received.at(-1)).toEqual([identity]);
  place.faults.isSilentAfterLogin = false;
  // Answers leave in order: one to the first sentence would stand before this one.
  expect(await client.ask('/quit')).toEqual([['!fatal', 'session terminated on request']]);
});

test('a drip gives every byte, a few at a time', async () => {
  const place = await router();
  const client = await meet(place);
  const pieces: number[] = [];
  client.socket.on('data', ({ length }: Buffer) => pieces.push(length));
  place.faults.drip = { bytes: 1, everyMs: 2 };
  await client.ask(identity);
  expect(client.bytes.subarray(-honest.length / 2).toString('hex')).toBe(honest);
  expect(pieces.length).toBeGreaterThan(3);
});

test.each(['FIN', 'RST'] as const)('a cut by %s breaks a reply off after exactly so many bytes', async (by) => {
  const place = await router();
  const client = await meet(place);
  const before = client.bytes.length;
  place.faults.cut = { afterBytes: 11, by };
  client.say(identity);
  await client.closed();
  expect(client.bytes.subarray(before).toString('hex')).toBe(honest.slice(0, 22));
  expect(place.faults.cut).toBeNull();
  expect((await (await meet(place)).ask(identity)).at(-1)).toEqual(['!done']);
});

test('garbage stands before a reply, once', async () => {
  const place = await router();
  const client = await meet(place);
  const before = client.bytes.length;
  place.faults.garbage = Uint8Array.of(3, 33, 63, 63, 0);
  await client.ask(identity);
  expect(client.bytes.subarray(before).toString('hex')).toBe(`03213f3f00${honest}`);
});

test('every sentence may be late', async () => {
  const place = await router();
  const client = await meet(place);
  place.faults.delayMs = 40;
  const started = performance.now();
  await client.ask(identity);
  expect(performance.now() - started).toBeGreaterThan(75);
});

test('another certificate is not the one the router is known by', async () => {
  const place = await router({ transport: 'tls' });
  const seen = async (): Promise<string> => {
    const { socket } = await connectTo(place);
    const certificate = 'getPeerX509Certificate' in socket ? certificateOf(socket) : '';
    socket.destroy();
    return certificate;
  };
  expect(await seen()).toBe(place.fingerprint);
  place.faults.presentsOtherCertificate = true;
  expect(await seen()).not.toBe(place.fingerprint);
});

const certificateOf = (socket: object): string => {
  if (!('getPeerCertificate' in socket) || typeof socket.getPeerCertificate !== 'function') return '';
  const { fingerprint256 } = socket.getPeerCertificate();
  return String(fingerprint256).replaceAll(':', '').toLowerCase();
};

test('lies: an unknown tag, done twice, an end in the middle', async () => {
  const place = await router();
  const client = await meet(place);
  place.faults.lie = 'unknownTag';
  expect((await client.ask(identity, '.tag=1'))[0]).toEqual(['!re', '.tag=never-heard-of', '=name=golden']);
  client.heard.splice(0);
  place.faults.lie = 'doubleDone';
  client.say(identity);
  await client.until(() => client.heard.length === 3);
  expect(client.heard.slice(1)).toEqual([['!done'], ['!done']]);
  place.faults.lie = 'fatal';
  client.heard.splice(0);
  client.say('/interface/print', '=.proplist=name');
  await client.closed();
  expect(client.heard).toEqual([
    ['!re', '=name=ether1'],
    ['!fatal', 'router is rebooting'],
  ]);
});

test('a reply without end ends with a cancel', async () => {
  const place = await router({ faults: { isEndless: true } });
  const client = await meet(place);
  client.say('/interface/print', '=.proplist=.id', '.tag=1');
  await client.until(() => client.heard.length > 5000);
  client.say('/cancel', '.tag=2');
  await client.until(() => client.heard.at(-1)?.[0] === '!done' && client.heard.at(-2)?.[0] === '!done');
  expect(client.heard.at(-1)).toEqual(['!done', '.tag=1']);
});

test('a login may be refused to everybody', async () => {
  const place = await router({ faults: { refusesLogins: true } });
  const client: Client = await signIn(place, full.name, full.password);
  expect(client.heard[0]).toEqual(['!trap', '=message=invalid user name or password (6)']);
  client.close();
});

test('a stopped router has let go of its port and of everybody', async () => {
  const place = await router();
  const client = await meet(place);
  await place.stop();
  await client.closed();
  await expect(connectTo(place)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
