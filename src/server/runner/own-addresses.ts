import { lookup as lookupName } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { isPlainAddress } from '@/core/configuration/ranges';

type Lookup = (name: string) => Promise<readonly { readonly address: string }[]>;

const resolver: Lookup = (name) => lookupName(name, { all: true });
/** A database that moves to another address is known there within a minute. */
const freshMs = 60_000;

/**
 * The addresses of this machine and of its database, whatever name that goes by: no router, no webhook, no mail server is
 * there. Asked each time, because addresses come and go. Throws where the name cannot be looked up and never could.
 */
export class OwnAddresses {
  readonly #host: string;
  readonly #lookup: Lookup;
  #known: readonly string[] | null = null;
  #knownAt = Number.NEGATIVE_INFINITY;

  constructor(databaseUrl: string, lookup = resolver) {
    this.#host = decodeURIComponent(new URL(databaseUrl).hostname).replace(/^\[|\]$/g, '');
    this.#lookup = lookup;
  }

  async now(): Promise<string[]> {
    const local = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
    return [...local, ...(await this.#database())];
  }

  async #database(): Promise<readonly string[]> {
    // A socket's directory is on this machine.
    if (this.#host === '' || this.#host.startsWith('/')) return [];
    if (isPlainAddress(this.#host)) return [this.#host];
    const isFresh = performance.now() - this.#knownAt < freshMs;
    if (this.#known !== null && isFresh) return this.#known;
    try {
      this.#known = (await this.#lookup(this.#host)).map(({ address }) => address);
      this.#knownAt = performance.now();
    } catch (error) {
      // What it was last is a better guess than nothing; that there is none lets nobody through.
      if (this.#known === null) throw error;
    }
    return this.#known;
  }
}
