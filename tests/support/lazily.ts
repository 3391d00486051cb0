import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Lazily {
  /** For `askedFor`, in whatever process. */
  readonly address: string;
  /** Resolves when whatever was being made is there, or has failed; nothing more is made then. */
  readonly close: () => Promise<void>;
}

/**
 * What the files of a run share, each thing under a name: made once, when the first file asks for it, and told to that one
 * and all others as a text.
 */
export async function lazily(make: (name: string) => Promise<string>): Promise<Lazily> {
  const made = new Map<string, Promise<string>>();
  const server = createServer(({ url = '' }, response) => {
    const name = url.slice(1);
    const one = made.get(name) ?? make(name);
    made.set(name, one);
    // Who asks again after a while must not find a connection that is just being closed for having been idle.
    response.shouldKeepAlive = false;
    one.then(
      (told) => response.end(told),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      await Promise.allSettled(made.values());
    },
  };
}

/** What was told of the thing with this name. Throws what went wrong when it was made. */
export async function askedFor(address: string, name: string): Promise<string> {
  const answer = await fetch(`${address}/${name}`);
  const told = await answer.text();
  if (!answer.ok) throw new Error(told);
  return told;
}
