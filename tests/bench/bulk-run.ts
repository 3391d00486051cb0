import { until } from '@/cli/until';
import { settled } from '@/core/bulk-runs';
import type { BigIsp } from './big-isp';
import { against, type Measured } from './compare';

const patienceMs = 10 * 60_000;
/** As many runs of a bulk run are at work at once. */
const atOnce = 192;
const ping = { address: '10.99.0.1', count: 5, interval: 1000 };

/**
 * A ping on each device of a customer, from the press of the button to the last answer. The ideal is what the routers
 * themselves take, so many at a time: each waits for its packets.
 */
export async function bulkRun({ api, owner, slug: customer, fleet: { length: devices } }: BigIsp): Promise<Measured[]> {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  const { id } = await api.bulkRuns.start({
    customer,
    action: 'tool.ping',
    params: ping,
    matching: { expected: devices },
  });
  const intendedMs = performance.now() - begun;
  // Asked by the owner, so that waiting costs the product nothing.
  const isOver = async () => {
    const [row] = await owner`select count(*)::int as open from app.run where bulk_run_id = ${id} and ended_at is null`;
    return row?.open === 0;
  };
  if (!(await until(isOver, patienceMs))) throw new Error('the bulk run does not come to its end');
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  const { bulkRun: seen } = await api.bulkRuns.get({ bulkRun: id });
  if (settled(seen.counts) !== devices || seen.counts.done !== devices)
    throw new Error(`only ${seen.counts.done} of ${devices} answered`);
  const perRouterMs = (ping.count - 1) * ping.interval;
  const idealMs = Math.ceil(devices / atOnce) * perRouterMs;
  const cpuMs = (user + system) / 1000 / devices;
  return [
    against(2_000, 'the limit of 2 s')(`intent of a bulk run of ${devices} devices`, intendedMs),
    {
      name: `a ping of ${ping.count} packets on ${devices} simulated routers`,
      ...{ unit: 'ms', ours: wallMs, peer: `the pings, ${atOnce} at a time`, theirs: idealMs, target: 1.25 },
    },
    against(40, 'the limit of 40 ms')('CPU of it for each device, web and runner together', cpuMs),
  ];
}
