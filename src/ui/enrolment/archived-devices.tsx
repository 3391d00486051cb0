'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { day, number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import type { ArchivedDevice } from './enrolment';

interface ArchivedDevicesProps {
  readonly customer: string;
  readonly devices: readonly ArchivedDevice[];
}

export function ArchivedDevices({ customer, devices }: ArchivedDevicesProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { failure, run } = useDeed();
  const restore = ({ id, name }: ArchivedDevice) =>
    run(async () => {
      await api.enrolment.restore.mutate({ customer, device: id });
      setSaid(`${name} is back. It is asked how it is now.`);
      line.current?.focus();
      router.refresh();
    });

  return (
    <div className="grid gap-3 border-t border-rule px-4 py-4">
      {devices.length === 0 ? (
        <p className="text-ink-2">No device of {customer} is archived.</p>
      ) : (
        <details>
          <summary>Archived devices ({number(devices.length)})</summary>
          <ArchivedTable devices={devices} onRestore={restore} />
        </details>
      )}
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </div>
  );
}

interface ArchivedTableProps extends Pick<ArchivedDevicesProps, 'devices'> {
  readonly onRestore: (device: ArchivedDevice) => void;
}

const ArchivedTable = ({ devices, onRestore }: ArchivedTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className="table-region flex-none min-h-0 mt-2" tabIndex={0} aria-label="Table of archived devices">
    <table className="table table-put-away">
      <caption className="sr-only">Archived devices, by name</caption>
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Address</th>
          <th scope="col">Archived</th>
          <th scope="col">
            <span className="sr-only">Change</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <tr key={device.id}>
            <td className="cell-name">
              <bdi>{device.name}</bdi>
            </td>
            <td className="cell-address mono">{device.address}</td>
            <td className="cell-since mono">
              <time dateTime={device.archivedAt}>{day(device.archivedAt)}</time>
            </td>
            <td className="cell-end">
              <button type="button" className="button button-row" onClick={() => onRestore(device)}>
                Bring back<span className="sr-only"> {device.name}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
