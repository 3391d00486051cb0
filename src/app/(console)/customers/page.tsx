import type { Metadata } from 'next';
import { may, type Role } from '@/core/access';
import { caller } from '@/server/api/caller';
import { CustomerDesk } from '@/ui/customers/customer-desk';
import { CustomerList } from '@/ui/customers/customer-list';
import { Permitted } from '@/ui/permitted';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Customers' };

/** Who can be named as being on call. */
const isAdmin = (one: { readonly role: Role; readonly disabledAt: string | null }): boolean =>
  one.role === 'admin' && one.disabledAt === null;

export default async function CustomersPage() {
  const { me, api } = await caller();
  const { items } = await api.customers.list();
  const desk = may(me.role, 'customer.edit') ? await Promise.all([api.customers.archived(), api.people.list()]) : null;
  return (
    <ConsolePage scope={null} at="/customers" line={restLine('/api/v1/customers')}>
      {desk ? (
        <Permitted role={me.role} permission="customer.edit">
          <CustomerDesk customers={items} admins={desk[1].items.filter(isAdmin)} archived={desk[0].items} />
        </Permitted>
      ) : (
        <CustomerList customers={items} />
      )}
    </ConsolePage>
  );
}
