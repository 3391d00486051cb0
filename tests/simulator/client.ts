import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { encodeSentence, SentenceReader } from '@/simulator/codec';

/** A connection that only passes sentences on, with all their words as they came. */
export class Client {
  readonly socket: Socket;
  readonly heard: string[][] = [];
  /** Every byte that came, in order. */
  bytes: Buffer = Buffer.alloc(0);
  isClosed = false;
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    const reader = new SentenceReader();
    socket.on('data', (bytes) => {
      this.bytes = Buffer.concat([this.bytes, bytes]);
      this.heard.push(...reader.push(bytes));
      this.#tell();
    });
    // A reset is one of the ends that tests ask for.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      this.#tell();
    });
  }

  say(...words: string[]): void {
    this.socket.write(encodeSentence(words));
  }

  /** Says a sentence and gives all that is answered up to `!done` or `!fatal`. */
  async ask(...words: string[]): Promise<string[][]> {
    const from = this.heard.length;
    this.say(...words);
    await this.until(() => this.heard.slice(from).some(([first]) => first === '!done' || first === '!fatal'));
    return this.heard.slice(from);
  }

  /** Settles once `isSo`; rejects when the connection ended before. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.isClosed) throw new Error(`the connection ended after ${JSON.stringify(this.heard)}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await new Promise<void>((resolve) => this.#wake.push(resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  #tell(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

type Place = { host: string; port: number; fingerprint: string | null };

/** Connects; over TLS when the router has a certificate. Rejects when nobody listens. */
export async function connectTo({ host, port, fingerprint }: Place): Promise<Client> {
  const isSecure = fingerprint !== null;
  const socket = isSecure ? connectSecure({ host, port, rejectUnauthorized: false }) : connectPlain({ host, port });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => resolve());
  });
  return new Client(socket);
}

export async function signIn(router: Place, name: string, password: string): Promise<Client> {
  const client = await connectTo(router);
  await client.ask('/login', `=name=${name}`, `=password=${password}`);
  return client;
}

/** A reply's attributes. */
const fieldsOf = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words
      .filter((word) => word.startsWith('='))
      .map((word) => [word.slice(1, word.indexOf('=', 1)), word.slice(word.indexOf('=', 1) + 1)]),
  );

export const rowsIn = (sentences: readonly (readonly string[])[]): Record<string, string>[] =>
  sentences.filter(([first]) => first === '!re').map(fieldsOf);
