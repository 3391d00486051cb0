import { randomBytes } from 'node:crypto';
import { createCaller } from '@/server/api/root';
import { verifyAccessToken } from '@/server/auth/access-token';
import { type Person, password } from './world';

/** Who calls, from where. */
const origin = (address = '192.0.2.1') => ({ address, agent: 'test', requestId: 'request-1' });
export const stranger = (address?: string) => createCaller({ credential: { kind: 'none' }, origin: origin(address) });

/** A caller with this access token, as a request would make it. */
export async function bearer(accessToken: string, address?: string) {
  const principal = await verifyAccessToken(accessToken);
  return createCaller({ credential: { kind: 'person', principal }, origin: origin(address) });
}

export const requestKey = () => randomBytes(24).toString('base64url');

export const signIn = (person: Person, address?: string) =>
  stranger(address).auth.signIn({ email: person.email, password });

export const refresh = (refreshToken: string, key = requestKey(), address?: string) =>
  stranger(address).auth.refresh({ refreshToken, requestKey: key });

/** What became of many calls: the answers, and the messages of the refusals. */
export async function settled<T>(calls: Promise<T>[]): Promise<{ done: T[]; refused: string[] }> {
  const results = await Promise.allSettled(calls);
  return {
    done: results.filter((result) => result.status === 'fulfilled').map(({ value }) => value),
    refused: results.filter((result) => result.status === 'rejected').map(({ reason }) => String(reason.message)),
  };
}
