import type { Socket } from 'node:net';
import type { FaultCode } from '@/core/faults';
import type { Limits } from '@/server/routeros/limits';
import { bytesOf, lengthBytes, type PeerOptions, type Script } from './peer';

/** One way to be no router, and what a read of it comes to. */
export interface Hostile {
  readonly name: string;
  readonly peer: PeerOptions;
  /** The fault, or how many rows a read that succeeds has. */
  readonly outcome: FaultCode | number;
  /** Nothing happens until this deadline has passed; anything else settles by itself. */
  readonly after?: 'connect' | 'login' | 'command';
  readonly limits?: Partial<Limits>;
  /** TLS is asked for. */
  readonly isTls?: boolean;
}

const done = (tag: string) => ['!done', `.tag=${tag}`];
const re = (tag: string, ...words: string[]) => ['!re', `.tag=${tag}`, ...words];

/** The answer to a command, to which a cancelled command is not ended either. */
const command = (name: string, outcome: Hostile['outcome'], script: Script, more: Partial<Hostile> = {}): Hostile => ({
  name,
  outcome,
  peer: { script: (visit, words, tag) => words[0] !== '/cancel' && script(visit, words, tag) },
  ...more,
});

const raw = (
  name: string,
  outcome: FaultCode,
  onRaw: (socket: Socket) => void,
  more: Partial<Hostile> = {},
): Hostile => ({
  name,
  outcome,
  peer: { onRaw },
  ...more,
});

const login = (name: string, outcome: FaultCode, script: Script, more: Partial<Hostile> = {}): Hostile => ({
  name,
  outcome,
  peer: { login: script },
  ...more,
});

/** Says it again and again, as fast as it is taken, until the other side is gone. */
export function flood(socket: Socket, bytes: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
    if (!socket.destroyed) socket.once('drain', more);
  };
  more();
}

/** A sentence that goes on. */
const row = bytesOf(['!re']).subarray(0, -1);

const quiet = () => undefined;
const afterCommand = { after: 'command' } as const;

export const hostile: readonly Hostile[] = [
  command('!empty before !done', 0, ({ say }, _, tag) => say(['!empty', `.tag=${tag}`], done(tag))),
  command('a reply of a later RouterOS', 1, ({ say }, _, tag) => say(['!news', `.tag=${tag}`], re(tag), done(tag))),
  command('an unknown tag', 1, ({ say }, _, tag) => say(re('99'), done('99'), re(tag), done(tag))),
  command('no tag', 1, ({ say }, _, tag) => say(['!re', '=a=b'], ['!done'], re(tag), done(tag))),
  command('only answers without a tag', 'timedOut', ({ say }) => say(['!re', '=a=b'], ['!done']), afterCommand),
  command('an empty tag', 1, ({ say }, _, tag) => say(['!done', '.tag='], re(tag), done(tag))),
  command('!fatal in the middle', 'fatal', ({ say }, _, tag) => say(re(tag), ['!fatal', 'going down'], done(tag))),
  command('!fatal without a reason', 'fatal', ({ say }) => say(['!fatal'])),
  command('!done twice', 1, ({ say }, _, tag) => say(re(tag), done(tag), done(tag))),
  command('!done before !re', 0, ({ say }, _, tag) => say(done(tag), re(tag), re(tag))),
  command('!trap without a message', 'trap', ({ say }, _, tag) => say(['!trap', `.tag=${tag}`], done(tag))),
  command('a !trap of bidi and control characters', 'trap', ({ say }, _, tag) =>
    say(['!trap', `.tag=${tag}`, '=message=\u202egnorw \u0007\u001b[31m'], done(tag)),
  ),
  command('100,000 traps', 'trap', ({ socket, say }, _, tag) => {
    const trap = bytesOf(['!trap', `.tag=${tag}`, `=message=${'m'.repeat(50)}`]);
    socket.write(Buffer.concat(Array.from({ length: 100_000 }, () => trap)));
    say(done(tag));
  }),
  command('a !trap and then silence', 'timedOut', ({ say }, _, tag) => say(['!trap', `.tag=${tag}`]), afterCommand),
  command('a word of 4 GiB', 'tooLarge', ({ socket }) => socket.write(Buffer.concat([row, lengthBytes(0xffff_ffff)]))),
  command('a word of 100 MB', 'tooLarge', ({ socket }) =>
    flood(socket, Buffer.concat([row, lengthBytes(1e8), Buffer.alloc(65_536)])),
  ),
  command('a reserved length', 'malformed', ({ socket }) => socket.write(Buffer.of(0xf8, 1, 2, 3))),
  command('HTTP', 'malformed', ({ socket }) => socket.write(bytesOf(['HTTP/1.1 400 Bad Request']))),
  command('garbage', 'malformed', ({ socket }) => socket.write(Buffer.alloc(65_536, 0xff))),
  command('a word without a reply', 'malformed', ({ say }) => say(['=name=x'])),
  command('a sentence of 20,000 words', 'tooLarge', ({ say }, _, tag) =>
    say(re(tag, ...Array.from({ length: 20_000 }, () => '=a=b'))),
  ),
  command('zeroes without end', 'malformed', ({ socket }) => flood(socket, Buffer.alloc(65_536))),
  command('text that is no UTF-8', 1, ({ say }, _, tag) =>
    say(['!re', `.tag=${tag}`, Buffer.of(0x3d, 0x61, 0x3d, 0xff, 0xc0)], done(tag)),
  ),
  command('fields of objects', 1, ({ say }, _, tag) =>
    say(re(tag, '=__proto__=x', '=constructor=y', '=toString=z', '=hasOwnProperty=', '==', '='), done(tag)),
  ),
  command('silence', 'timedOut', quiet, afterCommand),
  command('silence after a row', 'timedOut', ({ say }, _, tag) => say(re(tag)), afterCommand),
  command(
    'half a row',
    'timedOut',
    ({ socket }, _, tag) => socket.write(bytesOf(re(tag)).subarray(0, -1)),
    afterCommand,
  ),
  command('FIN', 'cut', ({ socket }) => socket.end()),
  command('RST', 'cut', ({ socket }) => socket.resetAndDestroy()),
  command(
    'rows without end',
    'tooLarge',
    ({ socket }, _, tag) => flood(socket, bytesOf(...Array(500).fill(re(tag, '=a=b')))),
    {
      limits: { replyBytes: 1024 * 1024 },
    },
  ),
  command('!empty without end', 'tooLarge', ({ socket }, _, tag) => flood(socket, bytesOf(['!empty', `.tag=${tag}`])), {
    limits: { replyBytes: 1024 * 1024 },
  }),
  command('rows of nobody without end', 'malformed', ({ socket }) =>
    flood(socket, bytesOf(re('99', `=a=${'b'.repeat(9_000)}`))),
  ),
  raw('closes at once', 'unreachable', (socket) => socket.end()),
  raw('resets at once', 'unreachable', (socket) => socket.resetAndDestroy()),
  raw('speaks before it is asked', 'malformed', (socket) => socket.write('SSH-2.0-ROSSSH\r\n')),
  raw('silence before the login', 'unreachable', quiet, { after: 'login' }),
  login('a login of rows', 'loginRefused', ({ socket }, _, tag) => flood(socket, bytesOf(re(tag, '=a=b')))),
  login('a login of !empty without end', 'tooLarge', ({ socket }, _, tag) =>
    flood(socket, bytesOf(['!empty', `.tag=${tag}`])),
  ),
  login('a login with an attribute', 'loginRefused', ({ say }, _, tag) => say([...done(tag), '=hello=world'])),
  login('a wrong challenge', 'loginRefused', ({ say }, _, tag) => say([...done(tag), '=ret=abc'])),
  login('a challenge nobody asked for', 'loginRefused', ({ say }, _, tag) =>
    say([...done(tag), `=ret=${'0'.repeat(32)}`]),
  ),
  login('a login that is refused', 'loginRefused', ({ say }, _, tag) =>
    say(['!trap', `.tag=${tag}`, '=message=invalid user name or password (6)'], done(tag)),
  ),
  login('!fatal at the login', 'fatal', ({ say }) => say(['!fatal', 'too many commands before login'])),
  login('FIN at the login', 'unreachable', ({ socket }) => socket.end()),
  login('a login that drips', 'unreachable', ({ socket }) => socket.write(Buffer.of(5)), { after: 'login' }),
  raw('plain text where TLS was asked for', 'noTls', (socket) => socket.write(bytesOf(['!fatal', 'no'])), {
    isTls: true,
  }),
  raw('garbage where TLS was asked for', 'noTls', (socket) => socket.write(Buffer.alloc(1_000, 0xff)), { isTls: true }),
  raw('silence where TLS was asked for', 'noTls', quiet, { isTls: true, after: 'connect' }),
  raw('FIN where TLS was asked for', 'unreachable', (socket) => socket.once('data', () => socket.end()), {
    isTls: true,
  }),
];
