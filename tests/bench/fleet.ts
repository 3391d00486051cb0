import { type ModelName, models } from '@/simulator/models';
import { startRouter } from '@/simulator/router';

/*
 * So many simulated routers in a process of their own, so that what they cost is not counted as the product's. Says where
 * they are as one line of JSON, and ends with its parent.
 */
const count = Number(process.argv[2]);
const accounts = [{ name: 'routeward-read', password: 'reads the towers', policies: ['api', 'read', 'test'] }];
// safe: `models` is a literal; its keys are the names.
const names = Object.keys(models) as ModelName[];

const routers: { address: string; port: number; fingerprint: string | null }[] = [];
for (let index = 0; index < count; index += 1) {
  const { port, fingerprint } = await startRouter({
    model: names[index % names.length] ?? 'RB5009',
    version: index % 4 === 0 ? '6.49.18' : '7.20.8',
    identity: `router-${index}`,
    transport: 'tls',
    seed: index + 1,
    accounts,
  });
  routers.push({ address: `10.${100 + (index >> 8)}.${(index >> 4) & 15}.${1 + (index & 15)}`, port, fingerprint });
}
process.send?.(routers);
process.on('disconnect', () => process.exit(0));
