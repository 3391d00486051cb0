import { until } from '@/cli/until';
import type { Sql } from '@/server/db/connection';
import { type BigIsp, must } from './big-isp';
import { against, type Measured } from './compare';

const patienceMs = 15 * 60_000;
const watchedMs = 120_000;

/**
 * A file of so many devices, from the import until each of them is up, a person's confirmation included; then what the
 * runner takes to ask all of them how they are, each minute; then one action on all of them. Against the limits that were
 * set.
 */
export async function enrolment({ owner, slug: customer, fleet, api }: BigIsp): Promise<Measured[]> {
  const devices = fleet.length;
  const read = { name: 'routeward-read', password: 'reads the towers' };
  const { id: credentials } = await api.credentials.add({ customer, name: 'Reading', read });
  const begun = performance.now();
  const lines = fleet.map(({ address }, index) => `router-${index},${address}`);
  await api.enrolment.import({ customer, file: ['name,address', ...lines].join('\n'), credentials, isDryRun: false });
  await must('shown', async () => (await count(owner, customer, 'shown_pin is not null')) === devices, patienceMs);
  await confirmAll({ slug: customer, fleet, api });
  await must('up', async () => (await count(owner, customer, 'is_up')) === devices, patienceMs);
  const greenMs = performance.now() - begun;
  const cpuMs = await watch({ owner, slug: customer, fleet });
  return [
    against(patienceMs, 'the limit of 15 minutes')(`${devices} simulated routers from file to green`, greenMs),
    against(6_000, 'a tenth of a core')(`CPU of a minute in which all ${devices} are asked how they are`, cpuMs),
  ];
}

async function confirmAll({ slug: customer, fleet, api }: Pick<BigIsp, 'slug' | 'fleet' | 'api'>): Promise<void> {
  const real = new Set(fleet.map(({ fingerprint }) => fingerprint));
  const { items } = await api.enrolment.unconfirmed({ customer });
  const seen = items.map(({ id, shownPin }) => ({ device: id, pin: shownPin ?? '' }));
  if (seen.length !== real.size || !seen.every(({ pin }) => real.has(pin)))
    throw new Error('a certificate is not real');
  await api.enrolment.confirm({ customer, seen });
}

/** Whether so many of a customer's statuses are so; asked by the owner, so that waiting costs the product nothing. */
async function count(owner: Sql, customer: string, condition: string): Promise<number> {
  const [row] = await owner.unsafe(
    `select count(*)::int as found from app.device_status where ${condition}
      and customer_id = (select id from app.customer where slug = $1)`,
    [customer],
  );
  return row?.found;
}

/** CPU milliseconds a minute, from the second minute on; throws where a device was not asked in it. */
async function watch({ owner, slug, fleet }: Pick<BigIsp, 'owner' | 'slug' | 'fleet'>): Promise<number> {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  await until(async () => performance.now() - begun > watchedMs, 2 * watchedMs);
  const { user, system } = process.cpuUsage(before);
  const asked = await count(owner, slug, "is_up and tried_at > now() - interval '62 seconds'");
  if (asked !== fleet.length) throw new Error(`only ${asked} of ${fleet.length} were asked within a minute`);
  return ((user + system) / 1000) * (60_000 / (performance.now() - begun));
}
