'use client';

import { useRef } from 'react';
import { age, minute, number } from '@/core/shown/format';
import { CustomerMark } from '../customers/customer-mark';
import { filterAddress } from '../devices/filter';
import { Link } from '../link';
import type { Alarm } from '../live/views';
import { useRowKeys } from '../table/row-keys';
import { alarmOf, standingOf, waits, whyWords } from './alarm';
import { alarmsAddress } from './alarm-filter';
import { AlarmStatus } from './alarm-status';

interface AlarmTableProps {
  readonly alarms: readonly Alarm[];
  /** Which colour each customer has; null: all are of one customer. */
  readonly stripes: Readonly<Record<string, number>> | null;
  /** The server's time in milliseconds. */
  readonly now: number;
  /** What the button in a row does, for those who may. */
  readonly onAcknowledge?: (alarm: Alarm) => void;
}

export function AlarmTable({ alarms, stripes, now, onAcknowledge }: AlarmTableProps) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" ref={region} tabIndex={0} aria-label="Alarm table">
      <table className="table table-alarms">
        <caption className="sr-only">Alarms, the open ones first, then the last that ended</caption>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Down</th>
            {stripes ? <th scope="col">Customer</th> : null}
            <th scope="col">Since, UTC</th>
            <th scope="col">Over, UTC</th>
            <th scope="col">For</th>
            <th scope="col">Why</th>
            <th scope="col" className="cell-acknowledged">
              Acknowledged by
            </th>
            {onAcknowledge ? (
              <th scope="col" data-permission="alarm.acknowledge">
                <span className="sr-only">Acknowledge</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {alarms.map((alarm) => (
            <AlarmRow
              key={alarm.id}
              alarm={alarm}
              stripes={stripes}
              now={now}
              {...(onAcknowledge ? { onAcknowledge } : {})}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface AlarmRowProps extends Pick<AlarmTableProps, 'stripes' | 'now' | 'onAcknowledge'> {
  readonly alarm: Alarm;
}

function AlarmRow({ alarm, stripes, now, onAcknowledge }: AlarmRowProps) {
  const { customer, since, endedAt, times, acknowledged } = alarm;
  return (
    <tr {...(waits(alarm) ? { 'data-state': 'down' } : {})}>
      <td className="cell-status">
        <AlarmStatus standing={standingOf(alarm)} />
      </td>
      <td className="cell-name">
        <Subject alarm={alarm} />
      </td>
      {stripes ? (
        <td className="cell-customer">
          {customer === null ? null : <CustomerMark stripe={stripes[customer]}>{customer}</CustomerMark>}
        </td>
      ) : null}
      <td className="cell-since mono">
        <time dateTime={since}>{minute(since)}</time>
      </td>
      <td className="cell-ended mono">{endedAt === null ? null : <time dateTime={endedAt}>{minute(endedAt)}</time>}</td>
      <td className="cell-for">
        <span className="mono">{age((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(since))}</span>
        {times === 1 ? null : <span className="text-ink-2">, {number(times)} times</span>}
      </td>
      <td className="cell-why">{whyWords(alarm)}</td>
      <td className="cell-acknowledged">
        {acknowledged === null ? null : (
          <>
            {acknowledged.by}
            {acknowledged.note === null ? null : <bdi className="text-ink-2">: {acknowledged.note}</bdi>}
          </>
        )}
      </td>
      {onAcknowledge ? (
        <td className="cell-end" data-permission="alarm.acknowledge">
          {waits(alarm) ? (
            <button type="button" className="button button-row" onClick={() => onAcknowledge(alarm)}>
              Acknowledge…<span className="sr-only"> {alarmOf(alarm)}</span>
            </button>
          ) : null}
        </td>
      ) : null}
    </tr>
  );
}

/** What is down, and the way to it. */
function Subject({ alarm }: { readonly alarm: Alarm }) {
  const { id, kind, customer, device, site, covers } = alarm;
  if (kind === 'ownLink') return <b>{alarmOf(alarm)}</b>;
  const path =
    kind === 'device' || customer === null
      ? `/devices/${device?.id}`
      : filterAddress(`/customers/${customer}/devices`, { site: site?.name ?? '' });
  return (
    <>
      <Link className="row-link" href={path} data-row>
        <bdi>{alarmOf(alarm)}</bdi>
      </Link>
      {covers === 0 || customer === null ? null : (
        <Link className="row-link ml-2" href={alarmsAddress(`/customers/${customer}/alarms`, { coveredBy: id })}>
          stands for {number(covers)}
        </Link>
      )}
    </>
  );
}
