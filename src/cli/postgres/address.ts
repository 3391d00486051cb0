import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { z } from 'zod';

/**
 * Where the server listens: a socket in its own 0700 directory, which nobody else on the machine can open, let alone
 * stand in for. A path of a socket is at most 107 bytes long, so a deep directory has to use loopback.
 */
export type Address = { readonly socketDirectory: string } | { readonly loopbackPort: number };

/** The number in a socket's file name; there is one server per directory, so it never has to differ. */
export const socketPort = 5432;
const longestSocketDirectoryBytes = 100 - `/.s.PGSQL.${socketPort}`.length;

/** A port is remembered, so that it stays the same while nobody else takes it. */
export async function addressFor(dataDirectory: string): Promise<Address> {
  const known = knownAddress(dataDirectory);
  if (known !== null && ('socketDirectory' in known || (await isFree(known.loopbackPort)))) return known;
  const loopbackPort = await freePort();
  writeFileSync(portFileOf(dataDirectory), `${loopbackPort}\n`, { mode: 0o600 });
  return { loopbackPort };
}

/** Where the server of this directory listens if it runs; null when it never had to choose a port. */
export function knownAddress(dataDirectory: string): Address | null {
  const portFile = portFileOf(dataDirectory);
  if (Buffer.byteLength(dataDirectory) <= longestSocketDirectoryBytes) return { socketDirectory: dataDirectory };
  if (!existsSync(portFile)) return null;
  return { loopbackPort: z.coerce.number().int().parse(readFileSync(portFile, 'utf8').trim()) };
}

/** Beside the data directory, not in it: that one is PostgreSQL's. */
const portFileOf = (dataDirectory: string): string => `${dataDirectory}.port`;

/** A URL as libpq and `connect` in server/db read it: the socket's directory stands percent-encoded in the host's place. */
export function urlOf(address: Address, login: { user: string; password: string; database: string }): string {
  const host =
    'socketDirectory' in address
      ? `${encodeURIComponent(address.socketDirectory)}:${socketPort}`
      : `127.0.0.1:${address.loopbackPort}`;
  const { user, password, database } = login;
  return `postgres://${user}:${encodeURIComponent(password)}@${host}/${encodeURIComponent(database)}`;
}

function isFree(port: number): Promise<boolean> {
  return listen(port).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return listen(0);
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
