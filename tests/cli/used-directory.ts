import { execFileSync } from 'node:child_process';
import { inject, onTestFinished } from 'vitest';
import { askedFor } from '../support/lazily';
import { emptyDirectory, type WhenOver } from './product';

/** What the product did in a directory before it was stopped: it started, Ada was made in it as well, or it was a demo. */
export const pasts = ['started', 'withAda', 'demo'] as const;
export type Past = (typeof pasts)[number];

/**
 * A data directory for a test that is not about a first start: a copy, of its own, of one that the product itself has made
 * and closed in this run. Copies have one master key, certificate and database passwords between them; sockets, ports, locks
 * and setup tokens come with each start. What is about keys or tokens of an installation begins with `emptyDirectory`.
 */
export async function usedDirectory(past: Past, whenOver: WhenOver = onTestFinished): Promise<string> {
  const directory = emptyDirectory(whenOver);
  copy(await askedFor(inject('directories'), past), past === 'demo' ? `${directory}-demo` : directory);
  return directory;
}

/** With the account and the rights of each file: PostgreSQL's own are another account's where root runs the tests. */
export function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', `${from}/.`, to]);
}
