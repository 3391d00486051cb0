import type { Role } from '@/core/access';
import { minute } from '../format';
import { Link } from '../link';
import { Permitted } from '../permitted';
import type { ListedDevice } from './device-row';
import { filterAddress } from './filter';
import { RenameDevice } from './rename-device';
import { Status, unprobed } from './status';
import { TagDevice } from './tag-device';

interface DeviceFactsProps {
  readonly device: ListedDevice;
  readonly role: Role;
}

/** One device: what is known of it, and nothing that is not. */
export function DeviceFacts({ device, role }: DeviceFactsProps) {
  const list = `/customers/${device.customer}/devices`;
  return (
    <div className="px-4 py-3.5">
      <p className="mb-1">
        <Link href={list}>Devices in {device.customer}</Link>
      </p>
      <h1>{device.name}</h1>
      <p className="mt-1 mb-4">
        <Status state={unprobed} /> <span className="text-ink-3">· never contacted</span>
      </p>
      <div className="grid max-w-[760px] gap-5">
        <section aria-labelledby="facts">
          <h2 id="facts" className="mb-2">
            Facts
          </h2>
          <dl className="facts border-y border-rule bg-surface px-3 py-2">
            <dt>Address</dt>
            <dd className="mono">
              {device.address}:{device.port}
            </dd>
            <dt>Customer</dt>
            <dd>
              <Link href={list}>{device.customer}</Link>
            </dd>
            <dt>Site</dt>
            <dd>{device.site ?? '—'}</dd>
            <dt>Tags</dt>
            <dd className="flex flex-wrap gap-1">
              {device.tags.length === 0 ? '—' : null}
              {device.tags.map((tag) => (
                <Link key={tag} className="tag" href={filterAddress(list, { tag })}>
                  {tag}
                </Link>
              ))}
            </dd>
            <dt>Enrolled</dt>
            <dd>
              <time dateTime={device.enrolledAt}>{minute(device.enrolledAt)} UTC</time>
            </dd>
            <dt>Id</dt>
            <dd className="mono">{device.id}</dd>
          </dl>
          <p className="mt-2 max-w-prose text-ink-2">
            Model, RouterOS version, serial number and latency are the device's own words: they are shown once it has
            answered.
          </p>
        </section>
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
