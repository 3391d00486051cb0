import { z } from 'zod';
import { may, roles } from '@/core/access';
import { CustomerSlug, PersonId } from '@/core/ids';
import { mostSoughtLength } from '@/core/lookup/subject';
import { Line } from '@/core/text';
import { listCustomers } from '@/server/db/customers';
import { listDevices } from '@/server/db/devices';
import { peopleInReach } from '@/server/db/people';
import { listSessions } from '@/server/db/sessions';
import { sitesWith } from '@/server/db/sites';
import { DeviceView } from '../device-views';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';
import { SessionView, sessionViewOf } from '../session-views';

/** Of each kind: who wants more goes to the list of that kind. */
const most = 8;

const several = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), isMore: z.boolean() });

const first = <T>(all: readonly T[]) => ({ items: all.slice(0, most), isMore: all.length > most });

/** What is known, by one box. A subscriber is not known here: that is asked of the devices (`lookups`). */
export const searchRouter = router({
  find: procedure({
    permission: 'customer.read',
    scope: reach,
    audit: 'search.asked',
    input: { q: Line.trim().min(1).max(mostSoughtLength) },
    output: z.object({
      customers: several(z.object({ slug: CustomerSlug, name: z.string() })),
      devices: several(DeviceView),
      sites: several(z.object({ name: z.string(), zone: z.string().nullable(), customer: CustomerSlug })),
      sessions: several(SessionView),
      /** Null for a role that sees no people. */
      people: several(z.object({ id: PersonId, name: z.string(), email: z.string(), role: z.enum(roles) })).nullable(),
    }),
    rest: {
      method: 'GET',
      path: '/search',
      summary: 'Customers, sites, devices, sessions and people in reach that fit',
    },
  }).query(async ({ ctx: { db, me }, input: { q } }) => {
    const holds = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(q.toLowerCase()));
    const customers = (await listCustomers(db, me)).filter(({ slug, name }) => holds(slug, name));
    const devices = await listDevices(db, me, null, { q, limit: most + 1 });
    const sites = await sitesWith(db, me, q, most + 1);
    const sessions = await listSessions(db, me, null, { q, limit: most + 1 });
    const people = may(me.role, 'person.read')
      ? (await peopleInReach(db)).filter(({ name, email }) => holds(name, email))
      : null;
    return {
      customers: first(customers.map(({ slug, name }) => ({ slug, name }))),
      devices: first(devices.items),
      sites: first(sites.map(({ name, zone, customer }) => ({ name, zone, customer }))),
      sessions: first(sessions.items.map(sessionViewOf)),
      people: people && first(people.map(({ id, name, email, role }) => ({ id, name, email, role }))),
    };
  }),
});
