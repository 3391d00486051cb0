import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { DeviceView } from '@/ui/devices/device-view';
import { culpritOf, readFilter, type SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../../../console-page';

interface CustomerDevicesProps {
  readonly params: Promise<{ readonly customer: string }>;
  readonly searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Devices' };

export default async function CustomerDevicesPage({ params, searchParams }: CustomerDevicesProps) {
  const { customer } = await params;
  const filter = readFilter(await searchParams);
  const { me, api } = await caller();
  const asked = { customer, ...filter, limit: 100 };
  const page = await api.devices.list(asked);
  const culprit = await culpritOf(filter, page.total, (one) => api.devices.list({ customer, ...one, limit: 1 }));
  const path = `/customers/${customer}/devices`;
  const { customers } = await readShell();
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={customer} at="/devices" line={restLine('/api/v1/devices', asked)}>
      <DeviceView
        path={path}
        customer={customer}
        stripes={stripes}
        role={me.role}
        filter={filter}
        page={page}
        renderedAt={new Date().toISOString()}
        culprit={culprit}
      />
    </ConsolePage>
  );
}
