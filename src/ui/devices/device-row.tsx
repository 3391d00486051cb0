import { day } from '../format';
import { Link } from '../link';
import { filterAddress } from './filter';
import { Status, unprobed } from './status';

export interface ListedDevice {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly site: string | null;
  readonly tags: readonly string[];
  readonly enrolledAt: string;
  /** The customer's slug. */
  readonly customer: string;
}

interface DeviceRowProps {
  readonly device: ListedDevice;
  /** The list's own path, to which a tag's filter is added. */
  readonly path: string;
  /** Colours by customer, in the list of all customers; `null` in a list of one. */
  readonly stripes: Readonly<Record<string, number>> | null;
  /** `null` where there is nothing to select for. */
  readonly selection: { readonly selected: boolean; readonly onToggle: (id: string) => void } | null;
}

export function DeviceRow({ device, path, stripes, selection }: DeviceRowProps) {
  const { id, name, address, port, site, tags, enrolledAt, customer } = device;
  return (
    <tr {...(selection?.selected ? { 'data-selected': '' } : {})}>
      {selection ? (
        <td className="check" data-permission="device.edit">
          <label>
            <input type="checkbox" checked={selection.selected} onChange={() => selection.onToggle(id)} />
            <span className="sr-only">Select {name}</span>
          </label>
        </td>
      ) : null}
      <td className="cell-status">
        <Status state={unprobed} />
      </td>
      <td className="cell-name">
        <Link className="row-link" href={`/devices/${id}`} data-row>
          {name}
        </Link>
      </td>
      {stripes ? (
        <td className="cell-customer">
          <span className="inline-flex items-center gap-2" data-stripe={stripes[customer]}>
            <span className="scope-mark" />
            <Link className="row-link" href={`/customers/${customer}/devices`}>
              {customer}
            </Link>
          </span>
        </td>
      ) : null}
      <td className="cell-address mono">
        {address}
        <span className="text-ink-3">:{port}</span>
      </td>
      <td className="cell-site">{site ?? <span className="text-ink-3">—</span>}</td>
      <td className="cell-tags">
        <span className="flex gap-1">
          {tags.map((tag) => (
            <Link key={tag} className="tag" href={filterAddress(path, { tag })}>
              {tag}
            </Link>
          ))}
        </span>
      </td>
      <td className="cell-enrolled number">
        <time dateTime={enrolledAt}>{day(enrolledAt)}</time>
      </td>
    </tr>
  );
}
