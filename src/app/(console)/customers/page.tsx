import type { Metadata } from 'next';
import { may } from '@/core/access';
import { caller } from '@/server/api/caller';
import { CustomerDesk } from '@/ui/customers/customer-desk';
import { CustomerList } from '@/ui/customers/customer-list';
import { Permitted } from '@/ui/permitted';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Customers' };

export default async function CustomersPage() {
  const { me, api } = await caller();
  const { items } = await api.customers.list();
  const archived = may(me.role, 'customer.edit') ? await api.customers.archived() : null;
  return (
    <ConsolePage scope={null} at="/customers" line={restLine('/api/v1/customers')}>
      {archived ? (
        <Permitted role={me.role} permission="customer.edit">
          <CustomerDesk customers={items} archived={archived.items} />
        </Permitted>
      ) : (
        <CustomerList customers={items} />
      )}
    </ConsolePage>
  );
}
