import { admit } from '@/core/actions/admit';
import { isInside } from '@/core/actions/around';
import type { Guard } from '@/core/actions/define';
import { readOf } from '@/core/actions/index';
import { addressesOn, bandwidthServer, probe, readProbe } from '@/core/actions/internal';
import type { Values } from '@/core/actions/parameter';
import type { Sentence } from '@/core/actions/sentence';
import { boolean } from '@/core/actions/values';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import type { Ready } from './ready';

interface Line {
  readonly routers: Routers;
  readonly signal: AbortSignal;
}

/**
 * What has to hold before a read that touches its router while it runs. Throws RouterFault `underLoad` for a router that
 * is too busy or does not say, `notConnected` for a network that is not its own, and `peerNotReady` for another device that
 * cannot take part.
 */
export async function heedGuard({ asked, target, peer }: Ready, line: Line): Promise<void> {
  const { guard, title } = readOf(asked.action);
  if (guard === null) return;
  await refuseUnderLoad(guard, title, { target, ...line, who: 'The router' });
  await refuseFar(guard, asked.values, { target, ...line });
  if (peer === null) return;
  await refuseUnready(peer.router, line);
  await refuseUnderLoad(guard, title, { target: peer.router, ...line, who: 'The other device' });
}

async function refuseUnderLoad(
  { mostCpuPercent }: Guard,
  title: string,
  { target, who, ...line }: Line & { readonly target: RouterTarget; readonly who: string },
): Promise<void> {
  const answers = [];
  for (const sentence of probe(null)) answers.push(await rowsOf(sentence, { target, ...line }));
  const { cpuPercent } = readProbe(answers);
  if (cpuPercent === null) throw new RouterFault('underLoad', `${who} does not say how busy it is.`);
  if (cpuPercent > mostCpuPercent)
    throw new RouterFault(
      'underLoad',
      `${who} is at ${cpuPercent} % CPU; ${title} is not started above ${mostCpuPercent} %.`,
    );
}

/** A scan of a network that is not the router's own would ask the wrong people, or nobody. */
async function refuseFar(
  { connected }: Guard,
  values: Values,
  where: Line & { readonly target: RouterTarget },
): Promise<void> {
  if (connected === undefined) return;
  const [name, network] = [String(values[connected.interface] ?? ''), String(values[connected.network] ?? '')];
  const rows = await rowsOf(addressesOn(name), where);
  const own = rows.filter(({ disabled = '' }) => boolean(disabled) !== true).map(({ address = '' }) => address);
  if (own.some((one) => isInside(network, one))) return;
  const which = own.length === 0 ? 'none' : own.join(', ');
  throw new RouterFault('notConnected', `${network} is in no network of ${name}; the router has ${which} there.`);
}

/** The other device is only asked: its server is never switched on for a read. */
async function refuseUnready(target: RouterTarget, line: Line): Promise<void> {
  const rows = await rowsOf(bandwidthServer(), { target, ...line }).catch((error: unknown) => {
    if (!(error instanceof RouterFault) || error.code === 'stopped') throw error;
    throw new RouterFault('peerNotReady', `The other device cannot be asked: ${error.message}`, { cause: error });
  });
  if (boolean(rows[0]?.enabled ?? '') !== true)
    throw new RouterFault('peerNotReady', 'The bandwidth server of the other device is off.');
}

async function rowsOf(
  sentence: Sentence,
  { target, routers, signal }: Line & { readonly target: RouterTarget },
): Promise<readonly Readonly<Record<string, string>>[]> {
  const rows: Readonly<Record<string, string>>[] = [];
  await routers.read(target, sentence, { signal, onRow: (fields) => rows.push(admit(sentence.reply, fields)) });
  return rows;
}
