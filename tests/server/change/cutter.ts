import { connect, createServer, type Socket } from 'node:net';

/** Where and how a conversation breaks off: after so many bytes from one side, counted over all its connections. */
export interface Cut {
  readonly side: 'ours' | 'router';
  readonly afterBytes: number;
  readonly by: 'FIN' | 'RST';
  /** The connection that it meets; or the whole link, which then stays away. */
  readonly what: 'connection' | 'link';
}

/** Somebody between us and a router who passes bytes on, and breaks off at one point. */
export interface Cutter {
  readonly port: number;
  /** Bytes passed on so far. */
  readonly passed: Readonly<Record<Cut['side'], number>>;
  readonly isCut: boolean;
  stop(): void;
}

type Pair = readonly [client: Socket, router: Socket];

export async function cutter(routerPort: number, cut: Cut | null): Promise<Cutter> {
  const passed = { ours: 0, router: 0 };
  const open = new Set<Pair>();
  let isCut = false;
  const breakOff = (met: Pair) => {
    isCut = true;
    for (const pair of cut?.what === 'link' ? [...open] : [met])
      for (const socket of pair) {
        if (cut?.by === 'RST') socket.resetAndDestroy();
        else socket.end();
      }
  };
  /** How many bytes may still pass. */
  const leftOf = (side: Cut['side']) =>
    cut === null || isCut || cut.side !== side ? Number.POSITIVE_INFINITY : cut.afterBytes - passed[side];
  const pass = (side: Cut['side'], pair: Pair) => {
    const [from, to] = side === 'ours' ? pair : [pair[1], pair[0]];
    from.on('data', (bytes: Buffer) => {
      const left = leftOf(side);
      const some = bytes.subarray(0, left);
      passed[side] += some.length;
      if (some.length > 0 && !to.writableEnded) to.write(some);
      if (bytes.length >= left) breakOff(pair);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      open.delete(pair);
      to.end();
    });
  };
  const server = createServer({ noDelay: true }, (client) => {
    const isAway = isCut && cut?.what === 'link';
    if (isAway) {
      client.destroy();
      return;
    }
    const pair: Pair = [client, connect({ host: '127.0.0.1', port: routerPort, noDelay: true })];
    open.add(pair);
    pass('ours', pair);
    pass('router', pair);
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    passed,
    get isCut() {
      return isCut;
    },
    stop: () => {
      server.close();
      for (const pair of open) for (const socket of pair) socket.destroy();
    },
  };
}
