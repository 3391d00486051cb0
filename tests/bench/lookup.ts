import { performance } from 'node:perf_hooks';
import { type BigIsp, must } from './big-isp';
import { against, type Measured } from './compare';

const limitMs = 20_000;

/**
 * Somebody looks for a subscriber on every device: by name, which reads whole tables, over connections that stand, and by a
 * MAC with a runner that has spoken to none of them. From the button to the last answer, against the limit that was set.
 */
export async function lookup(isp: BigIsp): Promise<Measured[]> {
  const { fleet, renewRunner } = isp;
  // Simulated routers make a table when it is first read; real ones have it.
  await asked(isp, 'rossi');
  const byName = await found(isp, 'rossi');
  await renewRunner();
  const byMac = await found(isp, '02:00:00:00:00:01');
  const limited = against(limitMs, 'the limit of 20 s');
  return [
    limited(`a subscriber by name on ${fleet.length} devices`, byName),
    limited(`a subscriber by MAC on ${fleet.length} devices, none connected`, byMac),
  ];
}

/** Milliseconds; throws where a device did not answer. */
async function found(isp: BigIsp, text: string): Promise<number> {
  const { answered, silent, tookMs } = await asked(isp, text);
  if (answered !== isp.fleet.length || silent > 0) throw new Error(`${answered} were asked, ${silent} did not answer`);
  return tookMs;
}

async function asked({ api }: BigIsp, text: string): Promise<{ answered: number; silent: number; tookMs: number }> {
  const begun = performance.now();
  const { id } = await api.lookups.start({ text });
  await must('asked', async () => (await api.lookups.get({ lookup: id })).lookup.endedAt !== null, 3 * limitMs);
  const tookMs = performance.now() - begun;
  const { answered, answers } = await api.lookups.get({ lookup: id });
  return { answered, silent: answers.filter(({ fault }) => fault !== null).length, tookMs };
}
