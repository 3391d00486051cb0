'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import type { ListedDevice } from '../live/views';
import type { Failure } from '../request';
import { ConnectionForm } from './connection-form';
import { ReplaceHardware } from './replace-hardware';
import { TestConnection } from './test-connection';
import type { HeldConnection } from './use-connection';

interface ConnectionProps {
  /** As it is now: what is found at the router comes by the stream of the page. */
  readonly device: ListedDevice;
  readonly held: HeldConnection | null;
  readonly failure: Failure | null;
  readonly onChanged: () => Promise<void>;
}

/** How the device is spoken to, and whether that works. */
export function Connection({ device, held, failure, onChanged }: ConnectionProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);

  async function changed(words: string) {
    // First what it is now: whoever reads that it is saved may press the next button, which belongs to the new one.
    await onChanged();
    setSaid(words);
    router.refresh();
  }
  if (held === null)
    return failure ? <FailureNotice failure={failure} /> : <p className="text-ink-2">Loading the connection</p>;
  const { connection, sets, sites } = held;
  const { verdicts: _, ...spoken } = connection;
  return (
    <section aria-labelledby="connection" className="grid gap-3 border-t border-rule pt-3">
      <h3 id="connection">Connection</h3>
      <ConnectionForm
        key={JSON.stringify(spoken)}
        device={device.id}
        connection={connection}
        sets={sets}
        sites={sites}
        onSaved={() => changed('Saved. Test the connection to see whether it works.')}
      />
      <Said words={said} at={line} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <TestConnection key={`test ${JSON.stringify(spoken)}`} device={device} />
      <div>
        <RowDialog words="Replace hardware…" about={device.name} title={`Replace the hardware of ${device.name}`}>
          {(close) => (
            <ReplaceHardware
              device={device.id}
              onDone={(words) => {
                close();
                return changed(words);
              }}
            />
          )}
        </RowDialog>
      </div>
    </section>
  );
}
