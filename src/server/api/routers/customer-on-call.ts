import { z } from 'zod';
import { longestOnCallHours } from '@/core/change/on-call';
import { PersonId } from '@/core/ids';
import { endOnCall, nameOnCall, type OnCall } from '@/server/db/customers';
import { Customer } from '../customer-view';
import { procedure } from '../procedure';
import { customer } from '../scopes';

/** As the audit log has it: nobody, where nobody is. */
const told = (onCall: OnCall | null) =>
  onCall === null ? null : { admin: onCall.id, name: onCall.name, until: onCall.until };

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
    tell({ before: told(customer.onCall), after: told(changed.onCall) });
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
    tell({ before: told(customer.onCall), after: null });
    return changed;
  }),
};
