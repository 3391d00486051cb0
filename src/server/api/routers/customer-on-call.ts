import { z } from 'zod';
import { longestOnCallHours } from '@/core/change/on-call';
import { PersonId } from '@/core/ids';
import { endOnCall, nameOnCall } from '@/server/db/customers';
import { Customer } from '../customer-view';
import { procedure } from '../procedure';
import { customer } from '../scopes';

/** Who is on call for a customer: one Admin of it, who may authorise a W3 of their own alone inside safe mode. */
export const customerOnCall = {
  nameOnCall: procedure({
    permission: 'customer.edit',
    scope: customer,
    audit: 'customer.onCallNamed',
    input: {
      /** An Admin who is assigned to it. */
      admin: PersonId,
      /** From now on. */
      hours: z.int().min(1).max(longestOnCallHours),
    },
    output: Customer,
    rest: {
      method: 'POST',
      path: '/customers/{customer}/on-call',
      summary: 'Name the Admin who may authorise a W3 of their own alone inside safe mode, for a week at most',
    },
  }).mutation(async ({ ctx: { db, customer, tell }, input: { admin, hours } }) => {
    const changed = await nameOnCall(db, customer.id, { admin, hours });
    tell({ admin, until: changed.onCall?.until ?? null });
    return changed;
  }),

  endOnCall: procedure({
    permission: 'customer.edit',
    scope: customer,
    audit: 'customer.onCallEnded',
    output: Customer,
    rest: { method: 'POST', path: '/customers/{customer}/on-call/end', summary: 'Have nobody on call for a customer' },
  }).mutation(async ({ ctx: { db, customer, tell } }) => {
    const changed = await endOnCall(db, customer.id);
    tell({ until: customer.onCall?.until ?? null });
    return changed;
  }),
};
