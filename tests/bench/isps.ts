import type { Principal } from '@/core/access';
import type { Sql } from '@/server/db/connection';
import { makePerson } from '../support/world';

/** 5,000 customers with so many devices each, all of them asked a moment ago. Made once in a database. */
export async function makeIsps(owner: Sql, devicesEach: number): Promise<void> {
  const [there] = await owner`select 1 as is from app.customer where slug = 'isp-1'`;
  if (there !== undefined) return;
  // Nobody asks their devices how they are: none of them is there.
  await owner`insert into app.customer (slug, name, is_probed)
    select 'isp-' || i, 'ISP ' || i, false from generate_series(1, 5000) i`;
  await owner`insert into app.device (customer_id, name, address)
    select c.id, 'router-' || c.slug || '-' || i, '10.0.0.1' from app.customer c, generate_series(1, ${devicesEach}::int) i
    where c.slug like 'isp-%'`;
  await owner`insert into app.device_status (device_id, customer_id, is_up, since, tried_at, answered_at)
    select d.id, d.customer_id, true, now(), now(), now() from app.device d join app.customer c on c.id = d.customer_id
    where c.slug like 'isp-%' on conflict do nothing`;
  await owner`analyze`;
}

/** An Admin of so many of them, chosen without regard to their names. */
export async function adminOf(owner: Sql, reach: number): Promise<Principal> {
  const me = await makePerson(owner, 'admin', []);
  await owner`insert into app.membership (person_id, customer_id)
    select ${me.personId}, id from app.customer where slug like 'isp-%' order by md5(slug) limit ${reach}`;
  return me;
}
