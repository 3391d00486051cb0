'use client';

import { may, type Role } from '@/core/access';
import { counted, number } from '@/core/shown/format';
import { Link } from '../link';
import { useNow } from '../live/now';
import type { DevicePage } from '../live/views';
import { Permitted } from '../permitted';
import { Pager } from '../table/pager';
import { DeviceList } from './device-list';
import { DeviceTabs } from './device-tabs';
import { type DeviceFilter, filterAddress, tokensOf } from './filter';
import { FilterBox } from './filter-box';
import { countStates } from './standing';
import { useStatuses } from './use-statuses';

export interface DeviceViewProps {
  readonly path: string;
  /** The customer's slug; `null` for all customers, where every row names its customer. */
  readonly customer: string | null;
  /** Which colour each customer has. */
  readonly stripes: Readonly<Record<string, number>>;
  readonly role: Role;
  readonly filter: DeviceFilter & { readonly after?: string };
  readonly page: DevicePage;
  /** The server's time when the page was made, ISO 8601. */
  readonly renderedAt: string;
  /** For a filter with no hit: the token that removed everything, when one of them alone did. */
  readonly culprit: string | null;
}

/** The list of devices: what it holds and how much, a filter, the rows, the way to the next ones. */
export function DeviceView(props: DeviceViewProps) {
  const { path, customer, stripes, role, filter, page, renderedAt, culprit } = props;
  const { after, ...tokens } = filter;
  const filtered = tokensOf(tokens).length > 0;
  const isWhole = page.next === null && after === undefined && tokens.state === undefined;
  const devices = useStatuses({ customer, devices: page.items, renderedAt, isWhole });
  // Nothing in a list is older than minutes: a step of five seconds is fine enough, and is not drawn every second.
  const now = useNow(renderedAt, 5_000);
  const of = customer ? `in ${customer}` : 'of all my customers';
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 px-4 pt-3.5">
        <h1>Devices</h1>
        <p className="text-ink-2" role="status">
          {counted(page.total, 'device')} {filtered ? 'match' : of}
        </p>
        {customer === null ? null : (
          <Permitted role={role} permission="device.edit">
            <span className="flex-1" />
            <Link className="button" href={enrolAddress(customer)}>
              Enrol devices
            </Link>
          </Permitted>
        )}
      </div>
      <DeviceTabs path={path} filter={tokens} counts={isWhole ? countStates(devices, now) : page.states} />
      <div className="flex items-center gap-2 px-4 py-3">
        <FilterBox path={path} filter={tokens} />
        {filtered ? (
          <Link className="button button-quiet" href={path}>
            Clear
          </Link>
        ) : null}
      </div>
      {devices.length > 0 ? (
        <>
          <DeviceList
            key={filterAddress(path, filter)}
            devices={devices}
            total={page.total}
            now={now}
            caption={`Devices ${of}`}
            stripes={customer === null ? stripes : null}
            selecting={customer !== null && may(role, 'session.run') ? { customer, role, filter: tokens } : null}
          />
          <Pager
            shown={`${number(page.items.length)} of ${number(page.total)}`}
            after={after}
            next={page.next}
            words={{ first: 'First 100', next: 'Next 100' }}
            addressOf={(place) => filterAddress(path, { ...tokens, ...(place === undefined ? {} : { after: place }) })}
          />
        </>
      ) : (
        <NoDevices
          customer={customer}
          role={role}
          filter={tokens}
          culprit={culprit}
          continued={after !== undefined}
          path={path}
        />
      )}
    </>
  );
}

const enrolAddress = (customer: string): string => `/customers/${customer}/enrol`;

interface NoDevicesProps {
  readonly customer: string | null;
  readonly role: Role;
  readonly filter: DeviceFilter;
  readonly culprit: string | null;
  readonly continued: boolean;
  readonly path: string;
}

function NoDevices({ customer, role, filter, culprit, continued, path }: NoDevicesProps) {
  const tokens = tokensOf(filter).map(({ text }) => text);
  if (tokens.length > 0) {
    const one = culprit ?? (tokens.length === 1 ? tokens[0] : null);
    return (
      <p className="border-t border-rule bg-surface px-4 py-6">
        {one ? (
          <>
            <code>{one}</code> matches no device{customer ? ` in ${customer}` : ''}.{' '}
          </>
        ) : (
          <>
            No device has <code>{tokens.join(' and ')}</code>.{' '}
          </>
        )}
        <Link href={path}>Show all devices</Link>
      </p>
    );
  }
  if (continued) {
    return (
      <p className="border-t border-rule bg-surface px-4 py-6">
        There are no more devices. <Link href={path}>Back to the first ones</Link>
      </p>
    );
  }
  return (
    <p className="border-t border-rule bg-surface px-4 py-6">
      {customer ? (
        <>
          No devices in {customer} yet.{' '}
          <Permitted role={role} permission="device.edit">
            <Link href={enrolAddress(customer)}>Enrol devices</Link>
          </Permitted>
        </>
      ) : (
        'No devices yet: no customer is assigned to you, or none has one.'
      )}
    </p>
  );
}
