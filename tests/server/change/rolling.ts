import { until } from '@/cli/until';
import type { Principal } from '@/core/access';
import { CustomerSlug, DeviceId, RolloutId } from '@/core/ids';
import type { RolloutState } from '@/core/rollout/rollout';
import { createCaller } from '@/server/api/root';
import type { SimulatedRouter } from '@/simulator/router';
import type { TestDatabase } from '../../support/database';
import type { Fleet } from '../../support/routers';
import { contextFor, type World } from '../../support/world';
import { accounts, saidTo, writing } from './scene';

/* A rollout as people make it, over routers that answer. */

export const rolloutsOf = (me: Principal) => createCaller(contextFor(me)).rollouts;

const servers = ['192.0.2.123'];

export interface Towers {
  readonly devices: readonly DeviceId[];
  /** By the number of the device, from 0; of one that answers nobody there is none. */
  readonly routers: ReadonlyMap<number, SimulatedRouter>;
}

/** So many devices of acme-corp, each a router of its own with both accounts, but for those that are dead. */
export async function towers(
  { owner }: TestDatabase,
  { fleet, world }: { readonly fleet: Fleet; readonly world: World },
  { count, dead = [] }: { readonly count: number; readonly dead?: readonly number[] },
): Promise<Towers> {
  const rows = await owner`
    insert into app.device (customer_id, name, address)
    select ${world.customers['acme-corp']}, 'tower-' || lpad(i::text, 2, '0'), '10.1.0.' || i from generate_series(1, ${count}) i
    returning id, name`;
  const devices = rows.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ id }) => DeviceId.parse(id));
  const routers = new Map<number, SimulatedRouter>();
  for (const [index, device] of devices.entries()) {
    const router = await fleet.enrol(device, { accounts });
    await fleet.giveWriteAccount(device, writing);
    if (dead.includes(index)) await router.stop();
    else routers.set(index, router);
  }
  return { devices, routers };
}

/** Asks for the clock by NTP on these devices. Settles once each is previewed. */
export async function planned(
  me: Principal,
  devices: readonly DeviceId[],
  waveSize = 2,
  template = 'system.ntp',
): Promise<RolloutId> {
  const { rollout } = await rolloutsOf(me).ask({
    ...{ customer: CustomerSlug.parse('acme-corp'), template, values: { servers } },
    ...{ devices: [...devices], waveSize },
  });
  const isPreviewed = async () => (await rolloutsOf(me).get({ rollout })).rollout.counts.previewing === 0;
  if (!(await until(isPreviewed, 60_000))) throw new Error('it was not previewed');
  return RolloutId.parse(rollout);
}

/** Authorises exactly what is there. */
export async function authorised(me: Principal, rollout: RolloutId) {
  const { digest } = (await rolloutsOf(me).get({ rollout })).rollout;
  if (digest === null) throw new Error('there is nothing to authorise');
  return rolloutsOf(me).authorise({ rollout, digest });
}

/** Settles once it has come so far, with how its devices stand. */
export async function comesTo(me: Principal, rollout: RolloutId, ...states: readonly RolloutState[]) {
  const look = () => rolloutsOf(me).get({ rollout });
  const isThere = async () => {
    const { rollout: now } = await look();
    return states.includes(now.state) && now.counts.begun === 0;
  };
  if (!(await until(isThere, 60_000))) throw new Error(`it is ${JSON.stringify(await look())}`);
  return look();
}

/** How each device stands, in order: `verified 1` for the first wave. */
export const standings = ({ members }: Awaited<ReturnType<typeof comesTo>>): string[] =>
  members.map(({ state, wave }) => (wave === null ? state : `${state} ${wave}`));

export const wasSet = (router: SimulatedRouter | undefined): boolean =>
  router !== undefined && saidTo(router).some((words) => words.startsWith('/system/ntp/client/set'));
