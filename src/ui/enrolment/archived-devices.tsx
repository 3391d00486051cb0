'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { ArchivedTable } from '../table/archived-table';
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
          <div className="mt-2">
            <ArchivedTable
              things="devices"
              headings={['Device', 'Address']}
              items={devices}
              named={({ id, name, address }) => ({ key: id, name, fact: <span className="mono">{address}</span> })}
              onRestore={restore}
            />
          </div>
        </details>
      )}
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
    </div>
  );
}
