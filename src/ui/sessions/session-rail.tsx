'use client';

import { may, type Role } from '@/core/access';
import { minute, span } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';
import { standingOf } from '../devices/standing';
import { Status } from '../devices/status';
import { Unknown } from '../devices/unknown';
import { Link } from '../link';
import type { CapableDevice, SessionView, StepView } from '../live/views';
import { Permitted } from '../permitted';
import { AddDevices } from './add-devices';
import { Exports } from './exports';
import { HandOver } from './hand-over';
import { SessionStatus } from './session-status';

interface SessionRailProps {
  readonly session: SessionView;
  readonly devices: readonly CapableDevice[];
  readonly steps: number;
  readonly role: Role;
  readonly now: number;
  readonly onSteps: (steps: readonly StepView[]) => void;
}

/** What the case is about, how it stands, and what can be taken away from it. */
export function SessionRail({ session, devices, steps, role, now, onSteps }: SessionRailProps) {
  const isOpen = session.state === 'open';
  return (
    <aside className="case-rail" aria-label="Devices and session">
      <div className="case-facts">
        {devices.map((device) => (
          <DeviceFacts key={device.id} device={device} now={now} />
        ))}
        <Permitted role={role} permission="session.run">
          <AddDevices session={session} isOpen={isOpen} onSteps={onSteps} />
        </Permitted>
        <h2>This session</h2>
        <dl>
          <dt>Status</dt>
          <dd>
            <SessionStatus state={session.state} />
          </dd>
          {session.closedAt === null ? null : (
            <>
              <dt>Closed</dt>
              <dd className="mono">{minute(session.closedAt)}</dd>
            </>
          )}
          <dt>Looked after by</dt>
          <dd>{session.holder}</dd>
          <dt>Steps</dt>
          <dd className="mono">{steps}</dd>
          <dt>Assistant</dt>
          <dd>none</dd>
        </dl>
        <Permitted role={role} permission="session.run">
          <HandOver session={session} isOpen={isOpen} onSteps={onSteps} />
        </Permitted>
        <Permitted role={role} permission="record.export">
          <Exports session={session.id} />
        </Permitted>
        <CopyLink />
        {may(role, 'audit.read') ? (
          <p data-permission="audit.read">
            <Link href="/audit">Audit log</Link>
          </p>
        ) : null}
      </div>
    </aside>
  );
}

/** The address is the browser's: it is asked for when it is copied, not while drawing on the server. */
function CopyLink() {
  return (
    <p className="flex items-center justify-between gap-2">
      <span className="text-ink-2">Link to this session</span>
      <CopyButton text={() => location.href} label="the link to this session" />
    </p>
  );
}

function DeviceFacts({ device, now }: { readonly device: CapableDevice; readonly now: number }) {
  const unknown = <Unknown of={device} />;
  const { address, port, transport, model, version, cpuPercent, uptimeSeconds } = device;
  return (
    <section aria-labelledby={`device-${device.id}`}>
      <h2 id={`device-${device.id}`}>
        <Link href={`/devices/${device.id}`}>{device.name}</Link>
      </h2>
      <dl>
        <dt>Status</dt>
        <dd>
          <Status standing={standingOf(device, now)} now={now} />
        </dd>
        <dt>Address</dt>
        <dd className="mono">
          {address}:{port} {transport === 'tls' ? 'TLS' : <b className="text-fail">plain</b>}
        </dd>
        <dt>Model</dt>
        <dd>{model === null ? unknown : <bdi>{model}</bdi>}</dd>
        <dt>RouterOS</dt>
        <dd className="mono">{version ?? unknown}</dd>
        <dt>CPU</dt>
        <dd className="mono">{cpuPercent === null ? unknown : `${cpuPercent} %`}</dd>
        <dt>Uptime</dt>
        <dd className="mono">{uptimeSeconds === null ? unknown : span(uptimeSeconds)}</dd>
      </dl>
    </section>
  );
}
