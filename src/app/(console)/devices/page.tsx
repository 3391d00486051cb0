import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { DeviceView } from '@/ui/devices/device-view';
import { culpritOf, readFilter, type SearchParams } from '@/ui/devices/filter';
import { restLine } from '@/ui/rest-line';
import { ConsolePage, readShell } from '../console-page';

export const metadata: Metadata = { title: 'Devices' };

export default async function AllDevicesPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const filter = readFilter(await searchParams);
  const { me, api } = await caller();
  const asked = { ...filter, limit: 100 };
  const page = await api.devices.listAll(asked);
  const culprit = await culpritOf(filter, page.total, (one) => api.devices.listAll({ ...one, limit: 1 }));
  const { customers } = await readShell();
  const stripes = Object.fromEntries(customers.map(({ slug, stripe }) => [slug, stripe]));
  return (
    <ConsolePage scope={null} at="/devices" line={restLine('/api/v1/devices/all', asked)}>
      <DeviceView
        path="/devices"
        customer={null}
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
