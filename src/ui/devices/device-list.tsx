'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { Role } from '@/core/access';
import { number } from '@/core/shown/format';
import { Said } from '../controls/said';
import type { ListedDevice } from '../live/views';
import { useRowKeys } from '../table/row-keys';
import { BulkBar } from './bulk-bar';
import { DeviceRow } from './device-row';
import type { DeviceFilter } from './filter';
import { useBeats } from './use-beats';

/** A selection belongs to one customer: what is done with it is done in that customer's name. */
export interface Selecting {
  readonly customer: string;
  readonly role: Role;
  readonly filter: DeviceFilter;
}

interface DeviceListProps {
  readonly devices: readonly ListedDevice[];
  readonly total: number;
  /** The server's time in milliseconds. */
  readonly now: number;
  /** What the list holds, for people who cannot see it: "Devices in acme-corp". */
  readonly caption: string;
  readonly stripes: Readonly<Record<string, number>> | null;
  /** For whom, and in what, devices are selected; null where there is nothing to select for. */
  readonly selecting: Selecting | null;
}

export function DeviceList({ devices, total, now, caption, stripes, selecting }: DeviceListProps) {
  const router = useRouter();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  /** Not only those on this page. */
  const [isAllMatching, setAllMatching] = useState(false);
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const beats = useBeats(devices);
  const region = useRef<HTMLElement>(null);
  const chosen = devices.filter((device) => selected.has(device.id));

  function toggle(id: string) {
    setAllMatching(false);
    setSelected((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]));
  }
  const selectAll = () => setSelected(new Set(devices.map((device) => device.id)));
  const clear = () => {
    setSelected(new Set());
    setAllMatching(false);
  };
  useRowKeys(region);

  return (
    <>
      {selecting ? (
        <div className={said === '' ? undefined : 'px-4 pb-3'}>
          <Said words={said} at={line} />
        </div>
      ) : null}
      {selecting && chosen.length > 0 ? (
        <BulkBar
          devices={chosen}
          selecting={selecting}
          of={total}
          isAllMatching={isAllMatching}
          onAll={() => {
            selectAll();
            setAllMatching(devices.length < total);
          }}
          onClear={clear}
          line={line}
          onSaid={setSaid}
          onArchived={() => {
            clear();
            router.refresh();
          }}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-region" ref={region} tabIndex={0} aria-label="Device table">
        <table className="table table-devices">
          <caption className="sr-only">
            {caption}, {number(devices.length)} of {number(total)}, by identity
          </caption>
          <thead>
            <tr>
              {selecting ? (
                <th className="check" scope="col" data-permission="session.run">
                  <label>
                    <input
                      type="checkbox"
                      checked={chosen.length === devices.length}
                      onChange={(event) => (event.currentTarget.checked ? selectAll() : clear())}
                    />
                    <span className="sr-only">Select all {number(devices.length)} on this page</span>
                  </label>
                </th>
              ) : null}
              <th scope="col">Status</th>
              <th scope="col" aria-sort="ascending" className="cell-name">
                Identity <span aria-hidden="true">↑</span>
              </th>
              {stripes ? <th scope="col">Customer</th> : null}
              <th scope="col">Address</th>
              <th scope="col">Site</th>
              <th scope="col">Model</th>
              <th scope="col">RouterOS</th>
              <th scope="col">Latency, 24 h</th>
              <th scope="col" className="number">
                ms
              </th>
              <th scope="col" className="number">
                CPU %
              </th>
              <th scope="col" className="number">
                Uptime
              </th>
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <DeviceRow
                key={device.id}
                device={device}
                beats={beats.get(device.id)}
                now={now}
                stripes={stripes}
                selection={selecting ? { selected: selected.has(device.id), onToggle: toggle } : null}
              />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
