import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { decodeLength, encodeLength, encodeSentence, NotTheProtocol, rawText, SentenceReader } from '@/simulator/codec';
import { rowsIn } from './client';
import { meet, reader, router } from './started';

test('lengths take one to five bytes, also where a byte of them is zero', () => {
  const written: [number, string][] = [
    [0x7f, '7f'],
    [0x80, '8080'],
    [256, '8100'],
    [0x3fff, 'bfff'],
    [0x4000, 'c04000'],
    [0x1f_ffff, 'dfffff'],
    [0x20_0000, 'e0200000'],
    [0x0fff_ffff, 'efffffff'],
    [0x1000_0000, 'f010000000'],
  ];
  for (const [length, hex] of written) {
    expect(encodeLength(length).toString('hex')).toBe(hex);
    expect(decodeLength(Buffer.from(hex, 'hex'), 0)).toEqual({ length, start: hex.length / 2 });
    expect(decodeLength(Buffer.from(hex.slice(0, -2), 'hex'), 0)).toBeNull();
  }
  expect(() => decodeLength(Buffer.from([0xf8, 0, 0, 0, 0]), 0)).toThrow(NotTheProtocol);
});

test('sentences are put together wherever the network cuts them, and empty ones are nothing', () => {
  const words = ['/a', `=long=${'ß'.repeat(300)}`, `=longer=${'x'.repeat(20_000)}`];
  const bytes = Buffer.concat([Buffer.from([0, 0]), encodeSentence(words), Buffer.from([0]), encodeSentence(['/b'])]);
  for (const size of [1, 2, 3, 127, 128, 4096, bytes.length]) {
    const decoder = new SentenceReader();
    const heard: string[][] = [];
    for (let from = 0; from < bytes.length; from += size)
      heard.push(...decoder.push(bytes.subarray(from, from + size)));
    expect(heard).toEqual([words, ['/b']]);
  }
});

test('the login with a password', async () => {
  const client = await meet(await router(), null);
  expect(await client.ask('/login', '=name=full', '=password=pass')).toEqual([['!done']]);
  expect(client.bytes.toString('hex')).toBe('0521646f6e6500');
});

test('a wrong password, and an account without the policy api', async () => {
  const client = await meet(await router(), null);
  expect(await client.ask('/login', '=name=full', '=password=x', '.tag=1')).toEqual([
    ['!trap', '.tag=1', '=message=invalid user name or password (6)'],
    ['!done', '.tag=1'],
  ]);
  const web = await client.ask('/login', '=name=web', '=password=pass');
  expect(web).toEqual([['!trap', '=message=not permitted (9)'], ['!done']]);
});

const sixAndSeven = ['7.20.8', '6.49.18'];
test.each(sixAndSeven)('%s: a login without a password gets a challenge and signs nobody in', async (version) => {
  const client = await meet(await router({ version }), null);
  const [[first, ret = ''] = []] = await client.ask('/login', '=name=full');
  expect(first).toBe('!done');
  expect(ret).toMatch(/^=ret=[0-9a-f]{32}$/);
  expect(await client.ask('/interface/print')).toEqual([['!fatal', 'not logged in']]);
  await client.closed();
});

test.each([
  ['6.49.18', []],
  ['6.42.12', ['=name=full', '=password=pass']],
])('%s: the answer to the challenge signs in, and before 6.43 nothing else', async (version, words) => {
  const client = await meet(await router({ version }), null);
  const [[, ret = ''] = []] = await client.ask('/login', ...words);
  const md5 = createHash('md5')
    .update(Buffer.from([0]))
    .update('pass')
    .update(Buffer.from(ret.slice(5), 'hex'));
  expect(await client.ask('/login', '=name=full', `=response=00${md5.digest('hex')}`)).toEqual([['!done']]);
  expect(rowsIn(await client.ask('/system/identity/print'))).toEqual([{ name: 'golden' }]);
});

test('6.x ends the connection with the fifth failure', async () => {
  const client = await meet(await router({ version: '6.49.18' }), null);
  const fail = () => client.ask('/login', '=name=full', '=password=x');
  for (let attempt = 1; attempt < 5; attempt++)
    expect((await fail()).map(([first]) => first)).toEqual(['!trap', '!done']);
  expect(await fail()).toEqual([['!fatal', 'too many commands before login']]);
  await client.closed();
});

test('/quit ends the connection in the words of RouterOS, and nothing after it is heard', async () => {
  const place = await router();
  const client = await meet(place);
  client.say('/quit');
  client.say('/interface/set', '=.id=ether1', '=comment=late');
  await client.closed();
  expect(client.heard).toEqual([['!fatal', 'session terminated on request']]);
  expect(place.received.at(-1)).toEqual(['/quit']);
});

test.each([
  ['6.49.18', ['!done']],
  ['7.17.2', ['!done']],
  ['7.18', ['!empty', '!done']],
  ['7.20.8', ['!empty', '!done']],
])('%s: a print without rows', async (version, answer) => {
  const client = await meet(await router({ version }));
  const said = await client.ask('/interface/print', '?name=none', '.tag=4');
  expect(said).toEqual(answer.map((word) => [word, '.tag=4']));
});

test('/cancel ends one command, or all, in the measured order', async () => {
  const client = await meet(await router());
  const twoDone = () => client.until(() => client.heard.filter(([first]) => first === '!done').length === 2);
  client.say('/tool/ping', '=address=1.1.1.1', '.tag=a');
  client.say('/interface/listen', '.tag=b');
  await client.until(() => client.heard.length > 0);
  client.heard.splice(0);
  client.say('/cancel', '=tag=a', '.tag=c');
  await twoDone();
  const trap = ['!trap', '.tag=a', '=category=2', '=message=interrupted'];
  expect(client.heard.splice(0)).toEqual([trap, ['!done', '.tag=c'], ['!done', '.tag=a']]);
  client.say('/cancel');
  await twoDone();
  const other = ['!trap', '.tag=b', '=category=2', '=message=interrupted'];
  expect(client.heard).toEqual([other, ['!done'], ['!done', '.tag=b']]);
});

test('many commands are in flight, each under its tag', async () => {
  const client = await meet(await router());
  client.say('/tool/ping', '=address=10.99.0.1', '=count=2', '=interval=100ms', '.tag=slow');
  client.say('/system/identity/print', '.tag=quick');
  client.say('/system/identity/print');
  await client.until(() => client.heard.filter(([first]) => first === '!done').length === 3);
  const dones = client.heard.filter(([first]) => first === '!done');
  expect(dones).toEqual([['!done', '.tag=quick'], ['!done'], ['!done', '.tag=slow']]);
});

const address = '=address=10.1.1.1/24';
test.each<[string, string | null, string]>([
  ['/nowhere/print', '0', 'no such command prefix'],
  ['/interface/fly', '0', 'no such command'],
  ['/ip/print', '0', 'no such command'],
  ['/interface/print =colour=red', null, 'unknown parameter colour'],
  ['/system/identity/listen', null, 'unknown parameter follow-only'],
  ['/tool/ping', null, 'missing value(s) of argument(s) address'],
  ['/tool/ping =address=nobody.example', null, 'failure: dns name does not exist'],
  ['/tool/ping =address=1.1.1.1 =count=x', '1', 'invalid value for argument count'],
  ['/ip/firewall/filter/add', null, 'missing value(s) of argument(s) chain'],
  [`/ip/address/add ${address} =interface=moon`, '1', 'input does not match any value of interface'],
  [
    `/ip/address/add ${address} =interface=ether`,
    '1',
    'ambiguous value of interface, more than one possible value matches input',
  ],
  ['/ip/address/add =address=10.99.0.2/24 =interface=bridge-tower', null, 'failure: already have such address'],
  ['/ip/address/remove =.id=*FFF', '0', 'no such item'],
  ['/interface/set =.id=ether1 =name=ether2', null, 'already have interface with name ether2'],
  ['/tool/bandwidth-test =address=10.99.0.1', null, 'failure: not allowed by device-mode'],
])('%s ends in RouterOS’s own words', async (sentence, category, message) => {
  const client = await meet(await router());
  const head = category === null ? ['!trap'] : ['!trap', `=category=${category}`];
  expect(await client.ask(...sentence.split(' '))).toEqual([[...head, `=message=${message}`], ['!done']]);
});

test('menus that hardware and versions decide about', async () => {
  const chr = await meet(await router({ model: 'CHR', version: '7.16.2' }));
  for (const path of ['/system/routerboard/print', '/system/device-mode/print'])
    expect((await chr.ask(path))[0]).toEqual(['!trap', '=category=0', '=message=no such command prefix']);
  const ping = ['/ping', '=address=10.99.0.1', '=count=1'];
  expect((await chr.ask(...ping))[0]?.[0]).toBe('!re');
  const later = await meet(await router({ version: '7.23.1' }));
  expect((await later.ask(...ping))[0]).toEqual(['!trap', '=category=0', '=message=no such command']);
});

test('an account may do what its policies say', async () => {
  const place = await router({ model: 'CCR2004', character: { role: 'pppoe' } });
  const client = await meet(place, reader);
  const beyond = [
    '/tool/ping =address=1.1.1.1',
    '/tool/torch =interface=ether1',
    '/interface/set =.id=ether1 =comment=x',
  ];
  for (const sentence of beyond)
    expect(await client.ask(...sentence.split(' '))).toEqual([
      ['!trap', '=message=not enough permissions (9)'],
      ['!done'],
    ]);
  const secrets = ['/ppp/secret/print', '=.proplist=name,password'];
  const hidden = rowsIn(await client.ask(...secrets));
  expect(hidden.every((row) => row.name !== undefined && row.password === undefined)).toBe(true);
  const shown = rowsIn(await (await meet(place)).ask(...secrets));
  expect(shown.every(({ password }) => password !== undefined)).toBe(true);
});

test('text is whatever bytes somebody once typed', async () => {
  const place = await router();
  const typed = Buffer.from([0xc1, 0xe0, 0xf8, 0xed, 0xff]);
  const client = await meet(place);
  const [port] = place.state.table('/interface').items;
  if (port !== undefined) place.state.table('/interface').set(port, { comment: rawText(typed) });
  await client.ask('/interface/print', '=.proplist=comment', '?name=ether1');
  expect(client.bytes.includes(Buffer.concat([Buffer.from('=comment='), typed]))).toBe(true);
});
