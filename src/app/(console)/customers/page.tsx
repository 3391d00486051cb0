import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { CustomerList } from '@/ui/customers/customer-list';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../console-page';

export const metadata: Metadata = { title: 'Customers' };

export default async function CustomersPage() {
  const { api } = await caller();
  const { items } = await api.customers.list();
  return (
    <ConsolePage scope={null} at="/customers" line={restLine('/api/v1/customers')}>
      <CustomerList customers={items} />
    </ConsolePage>
  );
}
