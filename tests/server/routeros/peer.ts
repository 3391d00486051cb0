import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { RouterTarget } from '@/server/routeros/target';

/** The bytes of sentences, written a second time and differently from the product's: nobody checks a codec with itself. */
export function bytesOf(...sentences: readonly (readonly (string | Buffer)[])[]): Buffer {
  const parts = sentences.flatMap((words) => [...words.flatMap(wordBytes), Buffer.of(0)]);
  return Buffer.concat(parts);
}

function wordBytes(word: string | Buffer): Buffer[] {
  const text = Buffer.from(word);
  return [lengthBytes(text.length), text];
}

export function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const wide = Buffer.alloc(4);
  if (length < 0x4000) return wide.subarray(0, wide.writeUInt16BE(length + 0x8000));
  wide.writeUInt32BE(length);
  if (length < 0x200000) return Buffer.of(0xc0 | wide.readUInt8(1), wide.readUInt8(2), wide.readUInt8(3));
  if (length < 0x10000000) return Buffer.of(0xe0 | wide.readUInt8(0), ...wide.subarray(1));
  return Buffer.concat([Buffer.of(0xf0), wide]);
}

/** What a client sent so far, as sentences; an unfinished one is left out. */
function sentencesIn(bytes: Buffer): string[][] {
  const sentences: string[][] = [];
  const words: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { size, length } = lengthAt(bytes, at);
    at += size + length;
    if (at > bytes.length) break;
    if (length > 0) words.push(bytes.toString('utf8', at - length, at));
    else sentences.push(words.splice(0));
  }
  return sentences;
}

function lengthAt(bytes: Buffer, at: number): { size: number; length: number } {
  const first = bytes.readUInt8(at);
  const size = [0x80, 0xc0, 0xe0, 0xf0, 0x100].findIndex((limit) => first < limit) + 1;
  const mark = [0, 0x80, 0xc0, 0xe0, 0xf0][size - 1] ?? 0;
  const rest = bytes.subarray(at + 1, at + size);
  return { size, length: rest.reduce((length, byte) => length * 256 + byte, first - mark) };
}

/** One connection as the other side has it. */
export interface Visit {
  /** Under TLS the secured one. */
  readonly socket: Socket;
  /** What was said on it, the login too. */
  readonly heard: string[][];
  /** Of the application, after a handshake. */
  readonly bytes: number;
  /** Sends sentences in one piece. */
  readonly say: (...sentences: (readonly (string | Buffer)[])[]) => void;
}

/** Called for each sentence but the login's. */
export type Script = (visit: Visit, words: string[], tag: string) => void;

export interface PeerOptions {
  readonly script?: Script;
  /** What the login is answered with; else a bare `!done`. */
  readonly login?: Script;
  /** Before anything was heard. */
  readonly onVisit?: (visit: Visit) => void;
  /** The raw connection, before TLS; TLS is then not spoken. */
  readonly onRaw?: (socket: Socket) => void;
  readonly tls?: { readonly certificate: string; readonly key: string; readonly options?: object };
}

export interface Peer {
  readonly port: number;
  readonly visits: Visit[];
  /** Connections that are open now. */
  readonly open: Set<Socket>;
  /** All sentences but logins. */
  readonly commands: string[][];
  /** As a target; its transport is plain unless another is given. */
  readonly target: (over?: Partial<RouterTarget>) => RouterTarget;
  readonly stop: () => Promise<void>;
}

/** What a visited router answers. */
export const tagIn = (words: readonly string[]): string =>
  words.find((word) => word.startsWith('.tag='))?.slice('.tag='.length) ?? '';

/** A server on the loopback address that does what it is told, which no router would. */
export async function startPeer(options: PeerOptions = {}): Promise<Peer> {
  const visits: Visit[] = [];
  const open = new Set<Socket>();
  const commands: string[][] = [];
  const server = createServer((raw) => {
    open.add(raw);
    raw.on('close', () => open.delete(raw));
    raw.on('error', () => raw.destroy());
    if (options.onRaw !== undefined) return options.onRaw(raw);
    const socket = options.tls === undefined ? raw : secured(raw, options.tls);
    visits.push(visitOn(socket, options, commands));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // safe: it listens on TCP, where an address has a port.
  const { port } = server.address() as AddressInfo;
  const target = (over: Partial<RouterTarget> = {}): RouterTarget => ({
    key: 'router',
    host: '127.0.0.1',
    port,
    transport: { kind: 'plain' },
    login: { name: 'routeward', password: 'sécret of the reader' },
    isPre643: false,
    codePage: null,
    ...over,
  });
  return { port, visits, open, commands, target, stop: () => stopped(server, open) };
}

function secured(raw: Socket, { certificate, key, options }: NonNullable<PeerOptions['tls']>): Socket {
  const socket = new TLSSocket(raw, { isServer: true, cert: certificate, key, ...options });
  socket.on('error', () => raw.destroy());
  return socket;
}

function visitOn(socket: Socket, options: PeerOptions, commands: string[][]): Visit {
  let bytes = Buffer.alloc(0);
  const heard: string[][] = [];
  const visit: Visit = {
    socket,
    heard,
    get bytes() {
      return bytes.length;
    },
    say: (...sentences) => void socket.write(bytesOf(...sentences)),
  };
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (const words of sentencesIn(bytes).slice(heard.length)) {
      heard.push(words);
      answer(visit, words, options, commands);
    }
  });
  options.onVisit?.(visit);
  return visit;
}

function answer(visit: Visit, words: string[], { login, script }: PeerOptions, commands: string[][]): void {
  const tag = tagIn(words);
  if (words[0] !== '/login') {
    commands.push(words);
    script?.(visit, words, tag);
  } else if (login === undefined) visit.say(['!done', `.tag=${tag}`]);
  else login(visit, words, tag);
}

async function stopped(server: Server, open: Set<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  server.close();
  await once(server, 'close');
}
