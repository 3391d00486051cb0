import { z } from 'zod';
import { roles } from '@/core/access';
import { CustomerSlug, PersonId } from '@/core/ids';
import { countForMe } from '@/server/db/change-inbox';
import { listCustomers } from '@/server/db/customers';
import { isDemo } from '@/server/db/mark';
import { openAlarms } from '@/server/db/open-alarms';
import { findPerson } from '@/server/db/people';
import { countRolloutsForMe } from '@/server/db/rollout-inbox';
import { openSessions } from '@/server/db/sessions';
import { silent } from '../door';
import { procedure } from '../procedure';
import { self } from '../scopes';

/** What the frame around every page shows. */
export const shell = procedure({
  permission: 'own.account',
  scope: self,
  audit: silent('drawn around every page, whose own door leaves the entry'),
  output: z.object({
    me: z.object({ id: PersonId, name: z.string(), email: z.string(), role: z.enum(roles) }),
    customers: z.array(
      z.object({
        slug: CustomerSlug,
        name: z.string(),
        stripe: z.int(),
        deviceCount: z.int(),
        openSessions: z.int(),
        /** Open alarms that nobody has acknowledged. */
        unacknowledgedAlarms: z.int(),
        /** Changes that I may authorise or review at this moment. */
        changesForMe: z.int(),
        /** And jobs: one template on many devices. */
        jobsForMe: z.int(),
      }),
    ),
    devices: z.int(),
    /** The same over all customers; for a Super Admin with that of this machine's own link. */
    unacknowledgedAlarms: z.int(),
    demo: z.boolean(),
  }),
}).query(async ({ ctx }) => {
  const [me, listed, open, alarms, changes, jobs, demo] = await Promise.all([
    findPerson(ctx.db, ctx.me.personId),
    listCustomers(ctx.db, ctx.me),
    openSessions(ctx.db, ctx.me),
    openAlarms(ctx.db, ctx.me),
    countForMe(ctx.db, ctx.me),
    countRolloutsForMe(ctx.db, ctx.me),
    isDemo(ctx.db),
  ]);
  const customers = listed.map((customer) => ({
    ...customer,
    openSessions: open.get(customer.id) ?? 0,
    unacknowledgedAlarms: alarms.get(customer.id)?.unacknowledged ?? 0,
    changesForMe: changes.get(customer.id) ?? 0,
    jobsForMe: jobs.get(customer.id) ?? 0,
  }));
  const unacknowledgedAlarms = [...alarms.values()].reduce((sum, one) => sum + one.unacknowledged, 0);
  return {
    me,
    customers,
    devices: customers.reduce((sum, { deviceCount }) => sum + deviceCount, 0),
    unacknowledgedAlarms,
    demo,
  };
});
