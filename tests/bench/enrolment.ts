import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { until } from '@/cli/until';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import type { Sql } from '@/server/db/connection';
import { simulatedOnly } from '@/server/routeros/address';
import { Runner } from '@/server/runner/runner';
import { createMasterKey } from '@/server/vault/master-key';
import { contextFor, makeCustomer, makePerson } from '../support/world';
import type { Measured } from './compare';

const Fleet = z.array(z.object({ address: z.string(), port: z.int(), fingerprint: z.string() }));

const patienceMs = 15 * 60_000;
const watchedMs = 120_000;

/**
 * A file of so many devices, from the import until each of them is up, a person's confirmation included; then what the
 * runner takes to ask all of them how they are, each minute. Against the limits that were set.
 */
export async function enrolment(owner: Sql, devices: number): Promise<Measured[]> {
  await createMasterKey(processEnv().keysDirectory);
  const simulator = fork(fileURLToPath(new URL('./fleet.ts', import.meta.url)), [String(devices)]);
  const fleet = Fleet.parse((await once(simulator, 'message'))[0]);
  const customer = await makeCustomer(owner, 'big-isp');
  const me = await makePerson(owner, 'admin', [customer]);
  const api = createCaller(contextFor(me));
  const ports = Object.fromEntries(fleet.map(({ address, port }) => [address, port]));
  const runner = new Runner({ dial: simulatedOnly(ports), onFailure: (what, error) => console.error(what, error) });
  runner.begin();
  try {
    const read = { name: 'routeward-read', password: 'reads the towers' };
    const { id: credentials } = await api.credentials.add({ customer: 'big-isp', name: 'Reading', read });
    const begun = performance.now();
    const lines = fleet.map(({ address }, index) => `router-${index},${address}`);
    await api.enrolment.import({
      customer: 'big-isp',
      file: ['name,address', ...lines].join('\n'),
      credentials,
      isDryRun: false,
    });
    await must('shown', () => count(owner, 'shown_pin is not null', devices));
    await confirmAll(api, new Set(fleet.map(({ fingerprint }) => fingerprint)));
    await must('up', () => count(owner, 'is_up', devices));
    const greenMs = performance.now() - begun;
    const limit = { oursMs: greenMs, peer: 'the limit of 15 minutes', peerMs: patienceMs };
    const cpuMs = await watch(owner, devices);
    const share = { oursMs: cpuMs, peer: 'a tenth of a core', peerMs: 6_000 };
    return [
      { name: `${devices} simulated routers from file to green`, ...limit, ratio: greenMs / patienceMs, target: 1 },
      {
        name: `CPU of a minute in which all ${devices} are asked how they are`,
        ...share,
        ratio: cpuMs / 6_000,
        target: 1,
      },
    ];
  } finally {
    await runner.end(0);
    simulator.disconnect();
  }
}

async function confirmAll(api: ReturnType<typeof createCaller>, real: ReadonlySet<string>): Promise<void> {
  const { items } = await api.enrolment.unconfirmed({ customer: 'big-isp' });
  const seen = items.map(({ id, shownPin }) => ({ device: id, pin: shownPin ?? '' }));
  if (seen.length !== real.size || !seen.every(({ pin }) => real.has(pin)))
    throw new Error('a certificate is not real');
  await api.enrolment.confirm({ customer: 'big-isp', seen });
}

/** Whether so many statuses are so; asked by the owner, so that waiting costs the product nothing. */
async function count(owner: Sql, condition: string, devices: number): Promise<boolean> {
  const [row] = await owner.unsafe(`select count(*)::int as found from app.device_status where ${condition}`);
  return row?.found === devices;
}

async function must(what: string, holds: () => Promise<boolean>): Promise<void> {
  if (!(await until(holds, patienceMs))) throw new Error(`not all are ${what} within ${patienceMs / 60_000} minutes`);
}

/** CPU milliseconds a minute, from the second minute on; throws where a device was not asked in it. */
async function watch(owner: Sql, devices: number): Promise<number> {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  await until(async () => performance.now() - begun > watchedMs, 2 * watchedMs);
  const { user, system } = process.cpuUsage(before);
  const [asked] = await owner<{ devices: number }[]>`
    select count(*)::int as devices from app.device_status where is_up and tried_at > now() - interval '62 seconds'`;
  if (asked?.devices !== devices) throw new Error(`only ${asked?.devices} of ${devices} were asked within a minute`);
  return ((user + system) / 1000) * (60_000 / (performance.now() - begun));
}
