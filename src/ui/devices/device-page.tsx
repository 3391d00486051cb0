'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { flushSync } from 'react-dom';
import { may, type Role } from '@/core/access';
import { faults } from '@/core/faults';
import { AlarmLine } from '../alarms/alarm-line';
import { FailureNotice } from '../controls/failure-notice';
import { RowDialog } from '../controls/row-dialog';
import { ArchiveDevices } from '../enrolment/archive-devices';
import { CertificateNotice, isAboutCertificate } from '../enrolment/certificate-notice';
import { Connection } from '../enrolment/connection';
import { useConnection } from '../enrolment/use-connection';
import { Link } from '../link';
import { useNow } from '../live/now';
import type { RunPage, ShownDevice, SnapshotPage } from '../live/views';
import { Permitted } from '../permitted';
import type { Failure } from '../request';
import { LiveSection } from '../runs/live-section';
import { useRuns } from '../runs/use-runs';
import { OpenSession } from '../sessions/open-session';
import { sessionsAddress } from '../sessions/session-filter';
import { api, failureOf } from '../trpc';
import { DeviceCapabilities } from './device-capabilities';
import { DeviceFacts } from './device-facts';
import { DeviceReadings } from './device-readings';
import { DeviceSnapshots } from './device-snapshots';
import { Heartbeat } from './heartbeat';
import { RenameDevice } from './rename-device';
import { latest, standingOf } from './standing';
import { Status } from './status';
import { TagDevice } from './tag-device';
import { useBeats } from './use-beats';

interface DevicePageProps {
  readonly device: ShownDevice;
  readonly runs: RunPage;
  readonly snapshots: SnapshotPage;
  /** What was changed on it: drawn by the server, and nothing for whoever may not see any. */
  readonly changes: ReactNode;
  readonly role: Role;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
}

/**
 * The page of one device, until it is archived. What it shows live is ended before that: a stream of what is no longer
 * there would load the page anew, which then is not there either.
 */
export function DevicePage(props: DevicePageProps) {
  const { id, name, customer } = props.device;
  const router = useRouter();
  const [isLeaving, setLeaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function archive() {
    flushSync(() => setLeaving(true));
    try {
      await api.enrolment.archive.mutate({ devices: [id] });
      router.push(`/customers/${customer}/devices`);
    } catch (error) {
      setFailure(failureOf(error));
      setLeaving(false);
    }
  }

  if (!isLeaving) return <WholePage {...props} failure={failure} onArchive={archive} />;
  return (
    <p role="status" className="px-4 py-3.5">
      Archiving {name}
    </p>
  );
}

interface WholePageProps extends DevicePageProps {
  /** Why it was not archived. */
  readonly failure: Failure | null;
  readonly onArchive: () => Promise<void>;
}

/** How it is, what can be asked of it, what was; and nothing that nobody knows. */
function WholePage({
  device: listed,
  runs: page,
  snapshots,
  changes,
  role,
  renderedAt,
  failure,
  onArchive,
}: WholePageProps) {
  const runs = useRuns(listed, page);
  const device = latest(listed, runs.status ?? undefined);
  const now = useNow(renderedAt);
  const beats = useBeats([listed]).get(listed.id);
  const standing = standingOf(device, now);
  const connection = useConnection(listed, may(role, 'device.edit'));
  return (
    <div className="px-4 py-3.5">
      {failure ? <FailureNotice failure={failure} /> : null}
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
      {standing.state === 'up' || device.faultCode === null ? null : (
        <WhyDown device={device} role={role} pin={connection.held?.connection.pin ?? null} />
      )}
      {runs.alarm ? <AlarmLine device={device} alarm={runs.alarm} /> : null}
      <DeviceReadings device={device} now={now} />
      <Heartbeat beats={beats} now={Math.floor(now / 60_000) * 60_000} />
      <LiveSection device={device} role={role} page={page} runs={runs} now={now} />
      <div className="mt-5 grid max-w-[760px] grid-cols-1 gap-5">
        <DeviceFacts device={device} />
        <DeviceCapabilities device={listed} now={now} />
        {changes}
        <DeviceSnapshots device={listed.id} page={snapshots} />
        <Permitted role={role} permission="device.edit">
          <section aria-labelledby="edit">
            <h2 id="edit" className="mb-2">
              Edit
            </h2>
            <div className="connection grid gap-3 border-y border-rule bg-surface px-3 py-3">
              <RenameDevice device={device.id} name={device.name} />
              <TagDevice device={{ id: device.id, name: device.name }} />
              <Connection
                device={device}
                held={connection.held}
                failure={connection.failure}
                onChanged={connection.load}
              />
              <div className="border-t border-rule pt-3">
                <RowDialog words="Archive…" about={device.name} title={`Archive ${device.name}`}>
                  {() => <ArchiveDevices devices={[device]} archive={onArchive} />}
                </RowDialog>
              </div>
            </div>
          </section>
        </Permitted>
      </div>
    </div>
  );
}

interface WhyDownProps extends Pick<DevicePageProps, 'device' | 'role'> {
  /** The confirmed certificate, for those who may know it. */
  readonly pin: string | null;
}

function WhyDown({ device, role, pin }: WhyDownProps) {
  const code = device.faultCode;
  if (code === null) return null;
  if (isAboutCertificate(code) && may(role, 'device.edit'))
    return <CertificateNotice device={device} code={code} pin={pin} />;
  const { title, advice } = faults[code];
  return (
    <p className="notice notice-fail mt-2 flex-wrap">
      <b>{title}</b> <span>{advice}</span>
    </p>
  );
}
