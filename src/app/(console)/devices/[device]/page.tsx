import type { Metadata } from 'next';
import { caller } from '@/server/api/caller';
import { DeviceFacts } from '@/ui/devices/device-facts';
import { restLine } from '@/ui/rest-line';
import { ConsolePage } from '../../console-page';

interface DevicePageProps {
  readonly params: Promise<{ readonly device: string }>;
}

export const metadata: Metadata = { title: 'Device' };

export default async function DevicePage({ params }: DevicePageProps) {
  const { device: id } = await params;
  const { me, api } = await caller();
  const device = await api.devices.get({ device: id });
  return (
    <ConsolePage scope={device.customer} at="/devices" line={restLine(`/api/v1/devices/${device.id}`)}>
      <DeviceFacts device={device} role={me.role} />
    </ConsolePage>
  );
}
