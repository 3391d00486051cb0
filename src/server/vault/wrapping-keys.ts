import { processEnv } from '@/env';
import { once } from '../process';
import { loadWrapping } from './master-key';
import type { Wrapping } from './sealed';

/** Derived once each. A master key that could not be read is asked for again: it may have been put back. */
const known = (): Map<number, Wrapping> => once('wrapping keys', () => new Map());

/** Where the keys' files are: the supervisor tells its children, and a command says it of itself. */
export const keysDirectory = (): string => once('keys directory', () => processEnv().keysDirectory);

/**
 * The master key of this number. It is read where it is met first, so a process that runs needs to be told of no new one: its
 * file is there before anything is wrapped with it.
 */
export async function wrappingKey(number: number): Promise<Wrapping> {
  const key = known().get(number) ?? (await loadWrapping(keysDirectory(), number));
  known().set(number, key);
  return key;
}
