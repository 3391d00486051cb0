import { minute } from '@/core/shown/format';
import { Link } from '../link';
import type { ListedDevice } from '../live/views';
import { filterAddress } from './filter';

/** What people wrote down about it. */
export function DeviceFacts({ device }: { readonly device: ListedDevice }) {
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="mb-2">
        Facts
      </h2>
      <dl className="facts border-y border-rule bg-surface px-3 py-2">
        <dt>Customer</dt>
        <dd>
          <Link className="row-link" href={`/customers/${device.customer}/devices`}>
            {device.customer}
          </Link>
        </dd>
        <dt>Site</dt>
        <dd>
          {device.site === null ? (
            '—'
          ) : (
            <Link
              className="row-link"
              href={filterAddress(`/customers/${device.customer}/devices`, { site: device.site })}
            >
              <bdi>{device.site}</bdi>
            </Link>
          )}
          {device.zone === null ? null : <bdi className="ml-2 text-ink-2">{device.zone}</bdi>}
        </dd>
        <dt>Enrolled</dt>
        <dd>
          <time dateTime={device.enrolledAt}>{minute(device.enrolledAt)} UTC</time>
        </dd>
        <dt>Id</dt>
        <dd className="mono">{device.id}</dd>
      </dl>
    </section>
  );
}
