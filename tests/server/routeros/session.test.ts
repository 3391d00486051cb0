import { expect, test, vi } from 'vitest';
import { wordsOf } from '@/server/routeros/session';
import { Unsendable } from '@/server/routeros/wire';
import { flood } from './hostile';
import { bytesOf, type Script, tagIn, type Visit } from './peer';
import { deadlineMs, scene, sentence } from './reading';

const rows =
  (...names: string[]): Script =>
  ({ say }, _words, tag) =>
    say(...names.map((name) => ['!re', `.tag=${tag}`, `=name=${name}`]), ['!done', `.tag=${tag}`]);

/** Answers /cancel as RouterOS was measured to. */
const cancelled = (visit: Visit, words: readonly string[]): boolean => {
  if (words[0] !== '/cancel') return false;
  const tag = words.find((word) => word.startsWith('=tag='))?.slice('=tag='.length);
  visit.say(
    ['!trap', `.tag=${tag}`, '=category=2', '=message=interrupted'],
    ['!done', `.tag=${tagIn(words)}`],
    ['!done', `.tag=${tag}`],
  );
  return true;
};

/** One row, and then nothing until it is cancelled. */
const endless: Script = (visit, words, tag) => {
  if (!cancelled(visit, words)) visit.say(['!re', `.tag=${tag}`, '=seq=0']);
};

test('rows arrive as they are said, and the end says how many', async () => {
  const { read, peer } = await scene({
    script: ({ say }, _words, tag) =>
      say(
        ['!re', `.tag=${tag}`, '=name=tower-01-gw'],
        ['!re', '=name=a=b', '=empty=', `.tag=${tag}`],
        ['!done', `.tag=${tag}`],
      ),
  });
  const { rows: told, end } = read({}, sentence('/system/identity/print', ['=.proplist=name']));
  expect(await end).toEqual({ rows: 2, isTruncated: false, tlsVersion: null });
  expect(told).toEqual([{ name: 'tower-01-gw' }, { name: 'a=b', empty: '' }]);
  expect(peer.commands).toEqual([['/system/identity/print', '=.proplist=name', '.tag=2']]);
});

test('a print that counts gives one row with the number; what other commands say with !done is no row', async () => {
  const { read } = await scene({ script: ({ say }, _words, tag) => say(['!done', `.tag=${tag}`, '=ret=74']) });
  const counted = read({}, sentence('/ip/pool/used/print', ['=count-only=', '?pool=tower'], 1));
  expect(await counted.end).toEqual({ rows: 1, isTruncated: false, tlsVersion: null });
  expect(counted.rows).toEqual([{ ret: '74' }]);
  const printed = read({}, sentence('/ip/pool/used/print', ['?pool=tower']));
  expect(await printed.end).toMatchObject({ rows: 0 });
  expect(printed.rows).toEqual([]);
});

test('a print that counts and is refused gives no row', async () => {
  const { read } = await scene({
    script: ({ say }, _words, tag) =>
      say(['!trap', `.tag=${tag}`, '=message=no such command'], ['!done', `.tag=${tag}`, '=ret=74']),
  });
  const { rows: told, end } = read({}, sentence('/ip/pool/used/print', ['=count-only=']));
  await expect(end).rejects.toMatchObject({ code: 'unsupported' });
  expect(told).toEqual([]);
});

test('a field may be called anything', async () => {
  const { read } = await scene({
    script: ({ say }, _words, tag) =>
      say(['!re', `.tag=${tag}`, '=__proto__=x', '=toString=y'], ['!done', `.tag=${tag}`]),
  });
  const { rows: told, end } = read();
  await end;
  expect(Object.entries(told[0] ?? {})).toEqual([
    ['__proto__', 'x'],
    ['toString', 'y'],
  ]);
  expect(Object.getPrototypeOf(told[0])).toBeNull();
});

test('the first word is announced before it is sent, and nothing before the login', async () => {
  const { read, peer } = await scene({ script: rows('a') });
  const heard: number[] = [];
  await read({ onSent: () => void heard.push(peer.visits[0]?.heard.length ?? -1) }).end;
  expect(heard).toEqual([1]);
});

test.each([
  ['=message=not enough permissions (9)', 'notPermitted'],
  ['=message=no such command prefix', 'unsupported'],
  ['=message=no such command or directory (remove)', 'unsupported'],
  ['=message=no such item', 'trap'],
  ['=message=failure: not allowed by device-mode', 'trap'],
  ['=message=interrupted', 'trap'],
])('a trap with %s is %s, in the words and with the category of the router', async (message, code) => {
  const { read } = await scene({
    script: ({ say }, _words, tag) =>
      say(
        ['!trap', `.tag=${tag}`, message, '=category=0'],
        ['!trap', `.tag=${tag}`, '=message=and more'],
        ['!done', `.tag=${tag}`],
      ),
  });
  const said = `${message.replace('=message=', '')}; and more`;
  await expect(read().end).rejects.toMatchObject({ code, category: '0', message: said });
});

test('what ended the session is told', async () => {
  const { read } = await scene({ script: ({ say }) => say(['!fatal', 'session terminated on request']) });
  await expect(read().end).rejects.toMatchObject({ code: 'fatal', message: 'session terminated on request' });
});

test('many commands at a time each get their own answer', async () => {
  const waiting: (() => void)[] = [];
  const { read } = await scene({
    script: (visit, words, tag) => {
      waiting.push(() => rows(words[1] ?? '')(visit, words, tag));
      // The last is answered first.
      if (waiting.length === 4) for (const answer of waiting.reverse()) answer();
    },
  });
  const told = ['=a=1', '=a=2', '=a=3', '=a=4'].map((word) => read({}, sentence('/ping', [word])));
  await Promise.all(told.map(({ end }) => end));
  expect(told.map(({ rows: [row] }) => row?.name)).toEqual(['=a=1', '=a=2', '=a=3', '=a=4']);
});

test('beyond the row cap the command is cancelled, and the rows so far are an answer', async () => {
  const { read, peer } = await scene({
    script: (visit, words, tag) => cancelled(visit, words) || visit.say(...Array(9).fill(['!re', `.tag=${tag}`])),
  });
  const { rows: told, end } = read({}, sentence('/log/print', [], 5));
  expect(await end).toMatchObject({ rows: 5, isTruncated: true });
  expect(told).toHaveLength(5);
  await vi.waitFor(() => expect(peer.commands.at(-1)).toEqual(['/cancel', '=tag=2', '.tag=3']));
});

test('whoever has enough is told no more, and the router is asked to stop', async () => {
  const { read, peer } = await scene({
    script: (visit, words, tag) => cancelled(visit, words) || visit.say(...Array(9).fill(['!re', `.tag=${tag}`])),
  });
  const { rows: told, end } = read({ isEnough: () => told.length === 3 });
  expect(await end).toMatchObject({ rows: 3, isTruncated: true });
  expect(told).toHaveLength(3);
  await vi.waitFor(() => expect(peer.commands.at(-1)).toEqual(['/cancel', '=tag=2', '.tag=3']));
});

test('as many rows as the cap are not too many', async () => {
  const { read } = await scene({ script: rows('a', 'b') });
  expect(await read({}, sentence('/log/print', [], 2)).end).toMatchObject({ rows: 2, isTruncated: false });
});

test('what is stopped is cancelled on the router, and the connection serves the next', async () => {
  const { read, peer } = await scene({ script: endless });
  const stop = new AbortController();
  const first = read({ signal: stop.signal, onRow: () => stop.abort() });
  await expect(first.end).rejects.toMatchObject({ code: 'stopped' });
  await vi.waitFor(() => expect(peer.commands).toHaveLength(2));
  expect(peer.commands[1]).toEqual(['/cancel', '=tag=2', '.tag=3']);
  const second = read({ signal: AbortSignal.abort() });
  await expect(second.end).rejects.toMatchObject({ code: 'stopped' });
  expect(peer.commands).toHaveLength(2);
  expect(peer.visits).toHaveLength(1);
});

test('what is stopped as it is about to be sent is not sent', async () => {
  const { read, peer } = await scene({ script: endless });
  const stop = new AbortController();
  await expect(read({ signal: stop.signal, onSent: () => stop.abort() }).end).rejects.toMatchObject({
    code: 'stopped',
  });
  expect(peer.commands).toEqual([]);
});

test('no row comes after a read has ended', async () => {
  const { read, clock, peer } = await scene({
    script: (visit, words, tag) => {
      visit.say(['!re', `.tag=${tag}`, `=name=${words[0]}`]);
      if (words[0] === '/cancel') visit.say(['!re', '.tag=2'], ['!done', '.tag=2']);
    },
  });
  const { rows: told, end } = read();
  await vi.waitFor(() => expect(told).toHaveLength(1));
  clock.pass(deadlineMs);
  await expect(end).rejects.toMatchObject({ code: 'timedOut' });
  // The router has answered the next, so it has said all that it had to say before.
  await vi.waitFor(() => expect(peer.commands).toHaveLength(2));
  const next = read();
  await vi.waitFor(() => expect(next.rows).toHaveLength(1));
  expect(told).toHaveLength(1);
});

test('a router that does not end what was cancelled loses the connection', async () => {
  const { read, clock, peer } = await scene({ script: () => undefined });
  const { end } = read({ deadlineMs: 3_000 });
  await vi.waitFor(() => expect(peer.commands).toHaveLength(1));
  clock.pass(2_999);
  expect(peer.commands).toHaveLength(1);
  clock.pass(1);
  await expect(end).rejects.toMatchObject({ code: 'timedOut', message: 'the answer was not over after 3 s' });
  await vi.waitFor(() => expect(peer.commands).toHaveLength(2));
  expect(peer.open.size).toBe(1);
  clock.pass(2_000);
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
});

test('a listener that throws ends its own read and nothing else', async () => {
  const { read } = await scene({
    script: (visit, words, tag) => cancelled(visit, words) || rows('a', 'b')(visit, words, tag),
  });
  const broken = () => {
    throw new Error('the listener broke');
  };
  await expect(read({ onRow: broken }).end).rejects.toThrow('the listener broke');
  expect(await read().end).toMatchObject({ rows: 2 });
});

test('64 MiB in one answer are the most, and they are not held', async () => {
  const row = bytesOf(['!re', '.tag=2', `=contents=${'x'.repeat(64 * 1024)}`]);
  const { read } = await scene({
    script: ({ socket }, words) => {
      if (words[0] === '/cancel') return;
      flood(socket, row);
    },
  });
  const before = process.memoryUsage().rss;
  let bytes = 0;
  const count = ({ contents = '' }: Readonly<Record<string, string>>) => {
    bytes += contents.length;
  };
  const { end } = read({ onRow: count });
  await expect(end).rejects.toMatchObject({ code: 'tooLarge' });
  expect(bytes).toBeGreaterThan(63 * 1024 * 1024);
  expect(bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
});

const smuggled = [
  ...[
    '',
    '\0',
    '=a=b\0\u0007/reboot',
    '/system/reboot',
    '.tag=1',
    '.tag=',
    '!done',
    '=',
    '?',
    '#',
    'a=b',
    '=a=\n',
    '=a=\ud800',
  ],
];

test.each(smuggled)('the word %j reaches no router', async (word) => {
  const { read, peer } = await scene({ script: rows() });
  await expect(read({}, sentence('/ping', [word])).end).rejects.toBeInstanceOf(Unsendable);
  expect(peer.commands).toEqual([]);
});

test.each(['', '/', 'ping', '/ping ', '/ping\0/x', '/ping/', '//ping', '/login=', '/PING', '/ping\n'])(
  '%j is no command',
  (path) => {
    expect(() => wordsOf(sentence(path))).toThrow(Unsendable);
  },
);

test('a value may hold what is special elsewhere: the router sees one sentence', async () => {
  const words = ['=name=a=b?c', '=x==', '?name=.tag=9', '?#!&|', '=.proplist=a,b', '=comment=/system/reboot', '=ü=塔'];
  const { read, peer } = await scene({ script: rows() });
  await read({}, sentence('/ping', words)).end;
  expect(peer.commands).toEqual([['/ping', ...words, '.tag=2']]);
});
