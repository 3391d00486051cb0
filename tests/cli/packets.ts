import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { until } from '@/cli/until';
import type { WhenOver } from './product';

/** What went over this machine's loopback interface. */
export interface Capture {
  readonly packets: number;
  /** What the kernel had no room for: a capture that misses something shows nothing. */
  readonly dropped: number;
  /** The TCP payload of each connection and direction in one piece, under `source port > destination port`. */
  readonly streams: ReadonlyMap<string, Buffer>;
}

const patienceMs = 20_000;

/**
 * Captures every packet on loopback until `stop`. Throws, with tcpdump's own words, where that is not possible here: a test
 * that cannot look must not say that there is nothing to see.
 */
export async function capture(whenOver: WhenOver): Promise<{ stop: () => Promise<Capture> }> {
  // To standard output, because tcpdump gives up its rights before it opens a file; and nothing waits in a buffer.
  const args = ['-i', 'lo', '-n', '-s', '0', '-B', '65536', '--immediate-mode', '-U', '-w', '-'];
  const [program, ...before] = process.getuid?.() === 0 ? ['tcpdump'] : ['sudo', '-n', 'tcpdump'];
  const tcpdump = spawn(program ?? '', [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  tcpdump.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  tcpdump.on('error', (error) => {
    said += error.message;
  });
  const isOver = () => tcpdump.exitCode !== null || tcpdump.signalCode !== null || tcpdump.pid === undefined;
  whenOver(() => {
    tcpdump.kill('SIGKILL');
  });
  const written: Buffer[] = [];
  tcpdump.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  await until(() => said.includes('listening on') || isOver(), patienceMs);
  if (isOver() || !said.includes('listening on'))
    throw new Error(
      `Packets on loopback cannot be captured here, so nothing can be said of them: ${said || 'no word'}. It takes tcpdump, and root or CAP_NET_RAW.`,
    );
  return {
    stop: async () => {
      await reach(written);
      await end(tcpdump);
      const bytes = Buffer.concat(written);
      const packets = packetsOf(bytes);
      const dropped = Number(/(\d+) packets? dropped by kernel/.exec(said)?.[1] ?? Number.NaN);
      return { packets: packets.length, dropped, streams: streamsOf(packets) };
    },
  };
}

/** Packets are handed on a moment after they went by: what was sent before this one arrives here before it. */
async function reach(written: readonly Buffer[]): Promise<void> {
  const last = randomBytes(16).toString('hex');
  const already = written.length;
  await sayInTheClear(last.repeat(2));
  const isThere = () => Buffer.concat(written.slice(already)).includes(last);
  if (!(await until(isThere, patienceMs))) throw new Error('tcpdump does not hand on what goes over loopback');
}

/** To its last word: how much it missed. */
async function end(tcpdump: ChildProcess): Promise<void> {
  const closed = once(tcpdump, 'close');
  if (!tcpdump.kill('SIGINT')) throw new Error('tcpdump ended before it was told to');
  await closed;
}

/** The frames of a capture file (draft-ietf-opsawg-pcap), in the byte order of this machine. */
function packetsOf(file: Buffer): Buffer[] {
  const magic = file.length >= 24 ? file.readUInt32LE(0) : 0;
  const ethernet = 1;
  if (![0xa1b2c3d4, 0xa1b23c4d].includes(magic) || file.readUInt32LE(20) !== ethernet)
    throw new Error('this is no capture of Ethernet frames');
  const packets: Buffer[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    packets.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return packets;
}

/** A secret may be cut in two by packets, so what belongs together is put together. Loopback neither loses nor reorders. */
function streamsOf(packets: readonly Buffer[]): Map<string, Buffer> {
  const pieces = new Map<string, Buffer[]>();
  for (const frame of packets) {
    const segment = tcpOf(frame);
    if (segment === null || segment.length < 20) continue;
    const payload = segment.subarray((segment.readUInt8(12) >> 4) * 4);
    const way = `${segment.readUInt16BE(0)} > ${segment.readUInt16BE(2)}`;
    const known = pieces.get(way);
    if (known === undefined) pieces.set(way, [payload]);
    else known.push(payload);
  }
  return new Map([...pieces].map(([way, parts]) => [way, Buffer.concat(parts)]));
}

/**
 * The TCP segment of an Ethernet frame over IPv4 or IPv6; null for anything else. A length of 0 is one that has no room in its
 * field, as on loopback.
 */
function tcpOf(frame: Buffer): Buffer | null {
  const tcp = 6;
  const [type, packet] = [frame.length > 14 ? frame.readUInt16BE(12) : 0, frame.subarray(14)];
  if (type === 0x0800 && packet.readUInt8(9) === tcp)
    return packet.subarray((packet.readUInt8(0) & 15) * 4, packet.readUInt16BE(2) || packet.length);
  if (type === 0x86dd && packet.readUInt8(6) === tcp)
    return packet.subarray(40, 40 + (packet.readUInt16BE(4) || packet.length));
  return null;
}

/** Sends a text in the clear over loopback, in two writes, and waits until it has arrived. */
export async function sayInTheClear(text: string): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const arrived = once(server, 'connection').then(async ([socket]) => {
    let heard = '';
    for await (const chunk of socket) heard += chunk;
    return heard;
  });
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const half = Math.ceil(text.length / 2);
  socket.write(text.slice(0, half), () => socket.end(text.slice(half)));
  if ((await arrived) !== text) throw new Error('the text did not arrive');
  server.close();
}
