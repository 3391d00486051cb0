import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { makeCertificate } from '@/simulator/certificate';
import { type ModelName, models } from '@/simulator/models';
import { startRouter } from '@/simulator/router';

/*
 * Simulated routers in a process of their own, so that what they cost is not counted as the product's: how many, whether they
 * speak TLS, and how many milliseconds away they are, there and back; then each has the same certificate, so that beginning does
 * not take minutes. Says where they are as one message, and ends with its parent.
 */
const [, , count, transport = 'tls', away = '0'] = process.argv;
const accounts = [{ name: 'routeward-read', password: 'reads the towers', policies: ['api', 'read', 'test'] }];
// safe: `models` is a literal; its keys are the names.
const names = Object.keys(models) as ModelName[];
const shared = away === '0' ? {} : { certificate: await makeCertificate('far away') };

const routers: { address: string; port: number; fingerprint: string | null }[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const { port, fingerprint } = await startRouter({
    model: names[index % names.length] ?? 'RB5009',
    version: index % 4 === 0 ? '6.49.18' : '7.20.8',
    identity: `router-${index}`,
    transport: transport === 'plain' ? 'plain' : 'tls',
    seed: index + 1,
    accounts,
    ...shared,
  });
  const at = away === '0' ? port : await placedAway(port, Number(away) / 2);
  routers.push({ address: `10.${100 + (index >> 8)}.${(index >> 4) & 15}.${1 + (index & 15)}`, port: at, fingerprint });
}
process.send?.(routers);
process.on('disconnect', () => process.exit(0));

/** Another port that leads there, on which every byte travels so long in either direction. */
async function placedAway(port: number, oneWayMs: number): Promise<number> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    travel(near, far, oneWayMs);
    travel(far, near, oneWayMs);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('a listening server has no port');
  return at.port;
}

/** Timers of one length fire in the order they were set, so no byte overtakes another. */
function travel(from: Socket, to: Socket, ms: number): void {
  from.on('data', (bytes) => setTimeout(() => to.write(bytes), ms));
  from.on('end', () => setTimeout(() => to.end(), ms));
  from.on('error', () => to.destroy());
}
