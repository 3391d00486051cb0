import { until } from '@/cli/until';
import { createCaller } from '@/server/api/root';
import type { Sql } from '@/server/db/connection';
import { Runner } from '@/server/runner/runner';
import { noKey, nowhere } from '../support/routers';
import { contextFor, makeCustomer, makePerson } from '../support/world';
import { type Simulated, simulate } from './simulated';

/** One customer with very many simulated routers, which are in a process of their own, and its Admin. */
export interface BigIsp {
  readonly owner: Sql;
  readonly slug: string;
  readonly fleet: Simulated['fleet'];
  readonly api: ReturnType<typeof createCaller>;
  /** Ends the runner and begins another, which has spoken to nobody yet. */
  renewRunner(): Promise<void>;
}

/** Makes it, measures, and ends it. */
export async function withBigIsp<T>(owner: Sql, devices: number, measure: (isp: BigIsp) => Promise<T>): Promise<T> {
  const { fleet, dial, end } = await simulate(devices, { transport: 'tls', awayMs: 0 });
  const slug = `isp-of-${devices}`;
  const me = await makePerson(owner, 'admin', [await makeCustomer(owner, slug)]);
  const begun = () => {
    const runner = new Runner({
      dial,
      resolve: nowhere,
      rotateSigningKey: noKey,
      onFailure: (what, error) => console.error(what, error),
    });
    runner.begin();
    return runner;
  };
  let runner = begun();
  const renewRunner = async () => {
    await runner.end(0);
    runner = begun();
  };
  try {
    return await measure({ owner, slug, fleet, api: createCaller(contextFor(me)), renewRunner });
  } finally {
    await runner.end(0);
    end();
  }
}

export async function must(what: string, holds: () => Promise<boolean>, patienceMs: number): Promise<void> {
  if (!(await until(holds, patienceMs))) throw new Error(`not all are ${what} within ${patienceMs / 60_000} minutes`);
}
