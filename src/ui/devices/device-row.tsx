import { age, milliseconds, span } from '@/core/shown/format';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import type { Beat, ListedDevice } from '../live/views';
import { LatencyCell } from './latency-cell';
import { isStale, standingOf } from './standing';
import { Status } from './status';
import { Unknown } from './unknown';

interface DeviceRowProps {
  readonly device: ListedDevice;
  readonly beats: readonly Beat[] | undefined;
  /** The server's time in milliseconds. */
  readonly now: number;
  /** Colours by customer, in the list of all customers; `null` in a list of one. */
  readonly stripes: Readonly<Record<string, number>> | null;
  /** `null` where there is nothing to select for. */
  readonly selection: { readonly selected: boolean; readonly onToggle: (id: string) => void } | null;
}

export function DeviceRow({ device, beats, now, stripes, selection }: DeviceRowProps) {
  const { id, name, address, port, customer, identity, model, version } = device;
  const standing = standingOf(device, now);
  return (
    <tr
      data-state={standing.state}
      {...(selection?.selected ? { 'data-selected': '' } : {})}
      {...(isStale(device, now) ? { 'data-stale': '' } : {})}
    >
      {selection ? (
        <td className="check" data-permission="session.run">
          <label>
            <input type="checkbox" checked={selection.selected} onChange={() => selection.onToggle(id)} />
            <span className="sr-only">Select {name}</span>
          </label>
        </td>
      ) : null}
      <td className="cell-status">
        <Status standing={standing} now={now} />
      </td>
      <td className="cell-name">
        <Link className="row-link" href={`/devices/${id}`} data-row>
          {name}
        </Link>
        {identity === null || identity === name ? null : (
          <bdi className="cell-identity" title="What the router calls itself">
            {identity}
          </bdi>
        )}
      </td>
      {stripes ? (
        <td className="cell-customer">
          <CustomerMark stripe={stripes[customer]}>
            <Link className="row-link" href={`/customers/${customer}/devices`}>
              {customer}
            </Link>
          </CustomerMark>
        </td>
      ) : null}
      <td className="cell-address mono">
        {address}
        <span className="text-ink-3">:{port}</span>
      </td>
      <SiteCell device={device} />
      <td className="cell-model">{model === null ? <Unknown of={device} /> : <bdi>{model}</bdi>}</td>
      <td className="cell-version mono">{version ?? <Unknown of={device} />}</td>
      <td className="cell-latency">
        <LatencyCell beats={beats} />
      </td>
      <Measured device={device} now={now} />
    </tr>
  );
}

const SiteCell = ({ device: { site, zone } }: Pick<DeviceRowProps, 'device'>) => (
  <td className="cell-site">
    {site === null ? <span className="text-ink-3">—</span> : <bdi>{site}</bdi>}
    {zone === null ? null : <bdi className="ml-2 text-ink-3">{zone}</bdi>}
  </td>
);

/** What it last answered. Once that is old it is faint and says how old: never blank, never as if it were new. */
function Measured({ device, now }: Pick<DeviceRowProps, 'device' | 'now'>) {
  const { roundTripMs, cpuPercent, uptimeSeconds, answeredAt } = device;
  const isOld = isStale(device, now) && answeredAt !== null;
  const old = isOld ? { title: `As of ${age(now - Date.parse(answeredAt))} ago` } : {};
  return (
    <>
      <td className="cell-ms number" {...old}>
        {roundTripMs === null ? <Unknown of={device} /> : milliseconds(roundTripMs)}
        {isOld && roundTripMs !== null ? (
          <span className="cell-age"> {age(now - Date.parse(answeredAt))} ago</span>
        ) : null}
      </td>
      <td className="cell-cpu number" {...old}>
        {cpuPercent ?? <Unknown of={device} />}
      </td>
      <td className="cell-uptime number" {...old}>
        {uptimeSeconds === null ? <Unknown of={device} /> : span(uptimeSeconds)}
      </td>
    </>
  );
}
