import { expect } from 'vitest';
import { type Answering, ask, post, type RunOptions, runCommand } from './product';

export const passphrase = 'a violet kettle on the mast';
export const ada = { name: 'Ada Real', email: 'ada@isp.example' } as const;

/** The setup token that a command printed last; fails where it printed none. */
export function setupTokenIn(output: string): string {
  const [, token] = /^Setup token: ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){5})$/m.exec(output) ?? [];
  if (token === undefined) throw new Error(`no setup token in: ${output}`);
  return token;
}

/** The status of somebody who signs in as Ada does, and the access token where that is 200. */
export async function signIn(
  running: Answering,
  password: string,
): Promise<{ readonly status: number; readonly accessToken: string }> {
  const { status, body } = await post(running, '/api/v1/auth/sign-in', { email: ada.email, password });
  return { status, accessToken: status === 200 ? JSON.parse(body).accessToken : '' };
}

export const withToken = (running: Answering, path: string, accessToken: string) =>
  ask(running, path, { authorization: `Bearer ${accessToken}` });

/** Runs `create-admin` for Ada, to its end. */
export async function makeAda(options: RunOptions, ...more: readonly string[]): Promise<void> {
  const args = ['create-admin', '--name', ada.name, '--email', ada.email, ...more];
  const made = runCommand(args, { ...options, input: `${passphrase}\n` });
  expect(await made.ended, made.errors()).toBe(0);
}
