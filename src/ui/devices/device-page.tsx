'use client';

import type { Role } from '@/core/access';
import { faults } from '@/core/faults';
import { Link } from '../link';
import { useNow } from '../live/now';
import type { ListedDevice, RunPage } from '../live/views';
import { Permitted } from '../permitted';
import { LiveSection } from '../runs/live-section';
import { useRuns } from '../runs/use-runs';
import { OpenSession } from '../sessions/open-session';
import { sessionsAddress } from '../sessions/session-filter';
import { DeviceFacts } from './device-facts';
import { DeviceReadings } from './device-readings';
import { Heartbeat } from './heartbeat';
import { RenameDevice } from './rename-device';
import { latest, standingOf } from './standing';
import { Status } from './status';
import { TagDevice } from './tag-device';
import { useBeats } from './use-beats';

interface DevicePageProps {
  readonly device: ListedDevice;
  readonly runs: RunPage;
  readonly role: Role;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/** One device: how it is, what can be asked of it, what was; and nothing that nobody knows. */
export function DevicePage({ device: listed, runs: page, role, renderedAt }: DevicePageProps) {
  const runs = useRuns(listed, page);
  const device = latest(listed, runs.status ?? undefined);
  const now = useNow(renderedAt);
  const beats = useBeats([listed]).get(listed.id);
  const standing = standingOf(device, now);
  return (
    <div className="px-4 py-3.5">
      <p className="mb-1">
        <Link href={`/customers/${device.customer}/devices`}>Devices in {device.customer}</Link>
      </p>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1>{device.name}</h1>
        <Status standing={standing} now={now} />
        <span className="flex-1" />
        <Link href={sessionsAddress(`/customers/${device.customer}/sessions`, { device: device.id })}>
          Sessions about it
        </Link>
        <Permitted role={role} permission="session.run">
          <OpenSession customer={device.customer} devices={[device]} />
        </Permitted>
      </div>
      {standing.state === 'up' || device.faultCode === null ? null : <WhyDown code={device.faultCode} />}
      <DeviceReadings device={device} now={now} />
      <Heartbeat beats={beats} now={Math.floor(now / 60_000) * 60_000} />
      <LiveSection device={device} role={role} page={page} runs={runs} now={now} />
      <div className="mt-5 grid max-w-[760px] gap-5">
        <DeviceFacts device={device} />
        <Permitted role={role} permission="device.edit">
          <section aria-labelledby="edit">
            <h2 id="edit" className="mb-2">
              Edit
            </h2>
            <div className="grid gap-3 border-y border-rule bg-surface px-3 py-3">
              <RenameDevice device={device.id} name={device.name} />
              <TagDevice device={{ id: device.id, name: device.name }} />
            </div>
          </section>
        </Permitted>
      </div>
    </div>
  );
}

function WhyDown({ code }: { readonly code: keyof typeof faults }) {
  const { title, advice } = faults[code];
  return (
    <p className="notice notice-fail mt-2 flex-wrap">
      <b>{title}</b> <span>{advice}</span>
    </p>
  );
}
