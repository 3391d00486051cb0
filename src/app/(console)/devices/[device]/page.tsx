import type { Metadata } from 'next';
import { may } from '@/core/access';
import { caller } from '@/server/api/caller';
import { DeviceChanges } from '@/ui/changes/device-changes';
import { DevicePage } from '@/ui/devices/device-page';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../console-page';

interface OneDevicePageProps {
  readonly params: Promise<{ readonly device: string }>;
}

export const metadata: Metadata = { title: 'Device' };

export default async function OneDevicePage({ params }: OneDevicePageProps) {
  const { device: id } = await params;
  const { me, api } = await caller();
  const device = await api.devices.get({ device: id });
  const runs = await api.runs.list({ device: device.id });
  const snapshots = await api.snapshots.list({ device: device.id });
  const changes = may(me.role, 'template.deploy') ? await api.changes.list({ device: device.id, limit: 5 }) : null;
  return (
    <ConsolePage scope={device.customer} at="/devices" line={restLine(`/api/v1/devices/${device.id}`)}>
      <DevicePage
        key={device.id}
        device={device}
        runs={runs}
        snapshots={snapshots}
        changes={changes === null ? null : <DeviceChanges device={device} page={changes} />}
        role={me.role}
        renderedAt={new Date().toISOString()}
      />
    </ConsolePage>
  );
}
