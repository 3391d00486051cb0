'use client';

import { type ReactNode, useRef } from 'react';
import { counted, number } from '@/core/shown/format';
import { siteStateOf } from '@/core/sites';
import { filterAddress } from '../devices/filter';
import { Link } from '../link';
import { useRowKeys } from '../table/row-keys';
import { byZone, devicesAt, type Site } from './site';
import { SiteStatus } from './site-status';

interface SiteTableProps {
  readonly customer: string;
  readonly sites: readonly Site[];
  /** What can be changed about one, where something can: a column of its own. */
  readonly deeds?: (site: Site) => ReactNode;
}

/** The sites of one customer under their zones. */
export function SiteTable({ customer, sites, deeds }: SiteTableProps) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  const zones = byZone(sites);
  const isZoned = zones.some(([zone]) => zone !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" ref={region} tabIndex={0} aria-label={`Sites of ${customer}`}>
      <table className="table table-sites">
        <caption className="sr-only">Sites of {customer}, by zone and name</caption>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col" className="cell-name">
              Site
            </th>
            <th scope="col">Reached through</th>
            <th scope="col" className="number">
              Devices
            </th>
            {deeds ? (
              <th scope="col" data-permission="device.edit">
                <span className="sr-only">Change</span>
              </th>
            ) : null}
          </tr>
        </thead>
        {zones.map(([zone, members]) => (
          <tbody key={zone ?? ''}>
            {isZoned ? (
              <tr className="zone">
                <th scope="rowgroup" colSpan={deeds ? 5 : 4}>
                  {zone === null ? 'No zone' : <bdi>{zone}</bdi>}
                </th>
              </tr>
            ) : null}
            {members.map((site) => (
              <SiteRow key={site.id} customer={customer} site={site} {...(deeds ? { deeds } : {})} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

interface SiteRowProps extends Pick<SiteTableProps, 'customer' | 'deeds'> {
  readonly site: Site;
}

function SiteRow({ customer, site, deeds }: SiteRowProps) {
  const { name, uplink, states, alarms } = site;
  const counts = { up: states.up ?? 0, down: states.down ?? 0, noData: states.noData ?? 0 };
  const isDown = siteStateOf(counts) === 'allDown';
  const devices = filterAddress(`/customers/${customer}/devices`, { site: name });
  return (
    <tr {...(isDown ? { 'data-state': 'down' } : {})}>
      <td className="cell-status">
        <SiteStatus counts={counts} />
        <AlarmCount customer={customer} {...alarms} />
      </td>
      <td className="cell-name">
        <Link className="row-link" href={devices} data-row>
          <bdi>{name}</bdi>
        </Link>
      </td>
      <td className="cell-uplink">
        <UplinkWords uplink={uplink} />
      </td>
      <td className="cell-count number">
        <Link className="row-link" href={devices} aria-label={`${counted(devicesAt(counts), 'device')} at ${name}`}>
          {number(devicesAt(counts))}
        </Link>
      </td>
      {deeds ? (
        <td className="cell-end" data-permission="device.edit">
          {deeds(site)}
        </td>
      ) : null}
    </tr>
  );
}

/** Where nothing is an alarm, nothing is said. */
function AlarmCount({ customer, open, unacknowledged }: Site['alarms'] & Pick<SiteTableProps, 'customer'>) {
  if (open === 0) return null;
  const words =
    unacknowledged === 0 ? 'acknowledged' : unacknowledged === open ? 'new' : `${number(unacknowledged)} new`;
  return (
    <Link className="row-link ml-2" href={`/customers/${customer}/alarms`}>
      {counted(open, 'alarm')}, {words}
    </Link>
  );
}

function UplinkWords({ uplink }: Pick<Site, 'uplink'>) {
  if (uplink === null) return <span className="text-ink-3">—</span>;
  if (uplink.isArchived)
    return (
      <>
        <bdi>{uplink.name}</bdi> <span className="text-ink-3">archived</span>
      </>
    );
  return (
    <Link className="row-link" href={`/devices/${uplink.id}`}>
      <bdi>{uplink.name}</bdi>
    </Link>
  );
}
