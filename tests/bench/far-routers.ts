import { RouterOSAPI } from 'node-routeros';
import { probe } from '@/core/actions/internal';
import { Routers } from '@/server/routeros/routers';
import type { RouterTarget } from '@/server/routeros/target';
import { against, inTurn, type Measured, type Side } from './compare';
import { type Distance, login, type Simulated, simulate } from './simulated';

const devices = 1_000;
const atOnce = 100;
/** There and back. */
const awayMs = 150;
/** The login and the read wait for an answer each, and so does the handshake of TLS 1.3. */
const roundTrips = { plain: 2, tls: 3 };
const idealMs = (transport: Distance['transport']) => (devices * roundTrips[transport] * awayMs) / atOnce;
const mostCpuMs = { plain: 0.6, tls: 2 };

type Figures = 'wallMs' | 'cpuMs';

/**
 * One read on each of a thousand routers far away, so many at a time: connect, log in, read, let go. What it takes at least is
 * the waiting. Beside it node-routeros as it comes, on the same routers in turn; it has no pinned certificates, so in plain.
 */
export async function farRouters(): Promise<Measured[]> {
  const plain = await simulate(devices, { transport: 'plain', awayMs });
  const tls = await simulate(devices, { transport: 'tls', awayMs });
  try {
    const sides: Side<Figures>[] = [ours(plain), foreign(plain), ours(tls)];
    const [us, peer, overTls] = await inTurn(sides, { rounds: 5, warmUps: 1 });
    if (us === undefined || peer === undefined || overTls === undefined) throw new Error('three sides, three figures');
    const name = `one read on ${devices} routers ${awayMs} ms away, ${atOnce} at a time`;
    const waiting = { unit: 'ms', peer: 'the waiting alone', target: 1.15 } as const;
    const cpu = 'CPU of it for each router';
    return [
      { name: `${name}, plain`, ...waiting, ours: us.wallMs, theirs: idealMs('plain') },
      { name: `${name}, TLS`, ...waiting, ours: overTls.wallMs, theirs: idealMs('tls') },
      {
        name: `${name}, plain`,
        ...waiting,
        ours: us.wallMs,
        peer: 'node-routeros 1.6.9',
        theirs: peer.wallMs,
        target: 1,
      },
      { ...against(mostCpuMs.plain, 'the limit of 0.6 ms')(`${cpu}, plain`, us.cpuMs) },
      { ...against(mostCpuMs.tls, 'the limit of 2 ms')(`${cpu}, TLS`, overTls.cpuMs) },
      { ...waiting, name: `${cpu}, plain`, ours: us.cpuMs, peer: 'node-routeros 1.6.9', theirs: peer.cpuMs, target: 1 },
    ];
  } finally {
    plain.end();
    tls.end();
  }
}

const ours =
  ({ fleet, dial }: Simulated): Side<Figures> =>
  async () => {
    const sentence = probe(null)[1];
    if (sentence === undefined) throw new Error('a probe has two sentences');
    const routers = new Routers({ dial });
    const figures = await onEach(fleet, async ({ address, port, fingerprint }) => {
      const target: RouterTarget = {
        ...{ key: address, host: address, port, login, isPre643: false, codePage: null },
        transport: fingerprint === null ? { kind: 'plain' } : { kind: 'tls', pin: fingerprint },
      };
      const { rows } = await routers.read(target, sentence, { onRow: () => undefined });
      routers.release(target);
      return rows;
    });
    await routers.close();
    return figures;
  };

const foreign =
  ({ fleet }: Simulated): Side<Figures> =>
  () =>
    onEach(fleet, async ({ port }) => {
      const api = new RouterOSAPI({ host: '127.0.0.1', port, user: login.name, password: login.password, timeout: 30 });
      await api.connect();
      const rows = await api.write('/system/resource/print', ['=.proplist=version,board-name,cpu-load,uptime']);
      await api.close();
      return rows.length;
    });

/** Throws where a router answered with anything but its one row. */
async function onEach(
  fleet: Simulated['fleet'],
  read: (router: Simulated['fleet'][number]) => Promise<number>,
): Promise<Record<Figures, number>> {
  const waiting = [...fleet];
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const rows = await read(next);
      if (rows !== 1) throw new Error(`${next.address} answered with ${rows} rows`);
    }
  };
  const [before, begun] = [process.cpuUsage(), performance.now()];
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - begun, cpuMs: (user + system) / 1000 / fleet.length };
}
