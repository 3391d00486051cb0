import { isIP } from 'node:net';
import { readAccount, writeAccount } from '@/simulator/accounts';
import { type Many, startMany } from '@/simulator/many';
import { flagsOf } from './flags';
import { UsageError } from './usage-error';

const usage = 'simulate --devices COUNT [--host ADDRESS] [--port FIRST]';
/** So many have ports of their own on one address, beside what else listens there. */
const most = 5000;

/**
 * `routeward simulate`: routers that are not there, on one machine, for trying how the product behaves with many. Prints
 * them as a file of devices, one line each, and runs until it is told to stop.
 */
export async function simulate(args: readonly string[]): Promise<void> {
  const { devices = '50', host = '127.0.0.1', port = '0' } = flagsOf(args, ['devices', 'host', 'port'], usage);
  const count = whole('devices', devices, [1, most]);
  if (isIP(host) === 0) throw new UsageError(`--host must be an address of this machine. Usage: routeward ${usage}`);
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const many = await startMany({ count, host, firstPort: whole('port', port, [0, 65_535 - count]) });
  console.log(deviceFile(many));
  // Not on standard output: that is a file of devices, and nothing else.
  for (const { name, password } of [readAccount, writeAccount]) console.error(`${name}: ${password}`);
  await told;
  await many.stop();
}

/** The routers as a file of devices, as the product takes them in. */
export const deviceFile = ({ routers }: Many): string =>
  [
    'name,address,port,tags,fingerprint',
    ...routers.map(({ name, role, router }) => [name, router.host, router.port, role, router.fingerprint].join(',')),
  ].join('\n');

function whole(flag: string, text: string, [least, greatest]: readonly [number, number]): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= greatest) return number;
  throw new UsageError(`--${flag} must be a number from ${least} to ${greatest}. Usage: routeward ${usage}`);
}
