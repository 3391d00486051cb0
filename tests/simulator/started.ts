import { afterEach } from 'vitest';
import type { Account } from '@/simulator/machine';
import { type RouterOptions, type SimulatedRouter, startRouter } from '@/simulator/router';
import { type Client, connectTo, signIn } from './client';

export const full: Account = {
  name: 'full',
  password: 'pass',
  policies: ['api', 'read', 'write', 'test', 'sniff', 'sensitive'],
};
export const reader: Account = { name: 'reader', password: 'pass', policies: ['api', 'read'] };
/** Not allowed to use the API at all. */
const webOnly: Account = { name: 'web', password: 'pass', policies: ['web', 'read'] };

const running: SimulatedRouter[] = [];
const clients: Client[] = [];

/** A router of its own for one test, plain unless it is asked for otherwise. */
export async function router(options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> {
  const started = await startRouter({
    ...{
      model: 'RB5009',
      version: '7.20.8',
      identity: 'golden',
      transport: 'plain',
      accounts: [full, reader, webOnly],
    },
    ...options,
  });
  running.push(started);
  return started;
}

/** A connection to it, signed in as `account`, with nothing heard yet. */
export async function meet(place: SimulatedRouter, account: Account | null = full): Promise<Client> {
  const client = await (account === null ? connectTo(place) : signIn(place, account.name, account.password));
  client.heard.splice(0);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
