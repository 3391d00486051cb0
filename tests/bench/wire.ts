import { Receiver } from 'node-routeros';
import { deviceText } from '@/server/routeros/text';
import { Decoder, encodeSentence } from '@/server/routeros/wire';
import { type Comparison, compare, inTurn, against as limited, type Measured } from './compare';

const routes = 100_000;
const tag = '2';

/** The answer to a print of 100,000 routes, as RouterOS 7 has them. */
function answer(): Buffer[] {
  const rows = Array.from({ length: routes }, (_, index) =>
    encodeSentence([
      '!re',
      `.tag=${tag}`,
      `=.id=*8${index.toString(16).toUpperCase()}`,
      `=dst-address=${10 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.0/24`,
      '=routing-table=main',
      '=gateway=192.168.100.1',
      '=immediate-gw=192.168.100.1%sfp-sfpplus1',
      '=distance=20',
      '=scope=40',
      '=target-scope=10',
      '=dynamic=true',
      '=active=true',
      '=bgp=true',
    ]),
  );
  return [...rows, encodeSentence(['!done', `.tag=${tag}`])];
}

/** About 64 kB each, as a socket gives them; cut between sentences, since the other side goes wrong elsewhere. */
function chunksOf(sentences: readonly Buffer[]): Buffer[] {
  const chunks: Buffer[][] = [[]];
  let size = 0;
  for (const sentence of sentences) {
    size += sentence.length;
    if (size > 65_536) {
      chunks.push([]);
      size = sentence.length;
    }
    chunks.at(-1)?.push(sentence);
  }
  return chunks.map((chunk) => Buffer.concat(chunk));
}

/** Decoding into words, on one core, so that time is CPU. */
export async function wire(): Promise<Measured[]> {
  const chunks = chunksOf(answer());
  const megabytes = chunks.reduce((sum, { length }) => sum + length, 0) / 1e6;
  const against = (peer: Comparison['peer'], target: number) => {
    const name = `decoding ${megabytes.toFixed(0)} MB of ${routes} routes against ${peer.name}`;
    return compare({ name, ours: () => ours(chunks), peer, target, rounds: 9 });
  };
  const [share] = await inTurn([async () => ({ ms: longestShareMs(chunks) })], { rounds: 9 });
  return [
    await against({ name: 'node-routeros 1.6.9', run: () => foreign(chunks) }, 0.1),
    await against({ name: 'one text per word', run: () => texts(chunks) }, 1),
    limited(20, 'allowed')(
      'the longest that one router’s share of it (128 kB) keeps the others waiting',
      share?.ms ?? Number.NaN,
    ),
  ];
}

/** A connection hears two such pieces before the others have their turn: see connection.ts. */
const piecesOfShare = 2;

/** By the processor's time: another program that takes the core for a moment is not the decoder. */
function longestShareMs(chunks: readonly Buffer[]): number {
  const decoder = new Decoder(deviceText(null), () => undefined);
  let longest = 0;
  for (let at = 0; at < chunks.length; at += piecesOfShare) {
    const before = process.cpuUsage();
    for (const chunk of chunks.slice(at, at + piecesOfShare)) decoder.push(chunk);
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
  }
  return longest;
}

async function ours(chunks: readonly Buffer[]): Promise<void> {
  let rows = 0;
  const decoder = new Decoder(deviceText(null), ([kind]) => {
    if (kind === '!re') rows += 1;
  });
  for (const chunk of chunks) decoder.push(chunk);
  whole(rows);
}

async function foreign(chunks: readonly Buffer[]): Promise<void> {
  let rows = 0;
  // safe: decoding asks nothing of its socket.
  const receiver = new Receiver({} as never);
  receiver.read(tag, (packet) => {
    if (packet[0] === '!re') rows += 1;
  });
  for (const chunk of chunks) receiver.processRawData(chunk);
  whole(rows);
}

/** What a plain decoder does at least: one text per word, nothing checked and nothing kept. */
async function texts(chunks: readonly Buffer[]): Promise<void> {
  let rows = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const length = chunk[at] ?? 0;
      at += 1 + length;
      if (chunk.toString('utf8', at - length, at) === '!re') rows += 1;
    }
  }
  whole(rows);
}

function whole(rows: number): void {
  if (rows !== routes) throw new Error(`${rows} rows came out`);
}
