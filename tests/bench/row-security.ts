import type { Principal } from '@/core/access';
import { type Sql, transact } from '@/server/db/connection';
import { listDevices } from '@/server/db/devices';
import { type Comparison, compare, type Measured } from './compare';
import { adminOf, makeIsps } from './isps';
import type { Place } from './place';

const reaches = [3, 100, 1000, 5000];

/** The policy as it is, and as it would be with `in (select …)`: the reach as a hashed sub-plan that no index serves. */
const policies = {
  any: `customer_id = any (array(select m.customer_id from app.membership m
    where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid)))`,
  in: `customer_id in (select m.customer_id from app.membership m
    where m.person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))`,
};

/** Pages of 50 out of 50,000 devices of 5,000 customers (or of 500,000), for people with a reach of 3 to 5,000 of them. */
export async function rowSecurity({ owner, app, isFull }: Place): Promise<Measured[]> {
  await makeIsps(owner, isFull ? 100 : 10);
  const people = new Map<number, Principal>();
  for (const reach of reaches) people.set(reach, await adminOf(owner, reach));
  await owner`analyze`;
  const measured: Measured[] = [];
  for (const [reach, me] of people) {
    const page = () => pageAs(app, me);
    await setPolicy(owner, 'any');
    const rounds = 30;
    const plain: Comparison = {
      name: `page of 50, reach of ${reach}: row security on against off`,
      ours: page,
      peer: { name: 'off', run: () => withoutRowSecurity(owner, page) },
      target: 2,
      rounds,
    };
    measured.push(await compare(plain));
    const form: Comparison = {
      name: `page of 50, reach of ${reach}: = any (array(…)) against in (select …)`,
      ours: () => withPolicy(owner, 'any', page),
      peer: { name: 'in (select …)', run: () => withPolicy(owner, 'in', page) },
      target: 1.5,
      rounds,
    };
    measured.push(await compare(form));
  }
  return measured;
}

/** The page as the product asks for it: ten in one transaction, so that opening one does not drown what is measured. */
async function pageAs(app: Sql, me: Principal): Promise<void> {
  await transact(app, 'routeward_person', async ({ db }) => {
    await db.execute(`select app.enter_person('${me.personId}', '${me.familyId}', '${me.role}', ${me.epoch})`);
    for (let time = 0; time < 10; time += 1) {
      const { items } = await listDevices(db, me, null, { limit: 50 });
      // A scope that is empty by mistake would be the fastest of all.
      if (items.length < 30) throw new Error(`only ${items.length} devices in reach`);
    }
  });
}

async function setPolicy(owner: Sql, form: keyof typeof policies): Promise<void> {
  await owner.unsafe(`alter policy device_read_in_reach on app.device using (${policies[form]})`);
}

async function withPolicy(owner: Sql, form: keyof typeof policies, run: () => Promise<void>): Promise<void> {
  await setPolicy(owner, form);
  await run();
}

async function withoutRowSecurity(owner: Sql, run: () => Promise<void>): Promise<void> {
  await owner`alter table app.device disable row level security`;
  try {
    await run();
  } finally {
    await owner`alter table app.device enable row level security`;
  }
}
