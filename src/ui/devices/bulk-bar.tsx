'use client';

import { type RefObject, useRef, useState } from 'react';
import { mostBulkDevices, tooManyForBulk } from '@/core/bulk-runs';
import { mostRolloutDevices, tooManyForRollout } from '@/core/rollout/rollout';
import { counted, number } from '@/core/shown/format';
import { howMany } from '../bulk/many';
import { RunOnMany } from '../bulk/run-on-many';
import { RowDialog } from '../controls/row-dialog';
import { ArchiveDevices, archivedWords, namesOf } from '../enrolment/archive-devices';
import { Permitted } from '../permitted';
import { DeployOnMany } from '../rollouts/deploy-on-many';
import { api } from '../trpc';
import type { Selecting } from './device-list';
import { TagDialog, type Tagged } from './tag-dialog';

interface BulkBarProps {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly selecting: Selecting;
  /** How many the filter finds, on this page or not. */
  readonly of: number;
  /** All of those are selected, and not only `devices`. */
  readonly isAllMatching: boolean;
  readonly onAll: () => void;
  readonly onClear: () => void;
  /** Where it is said what came of archiving: the rows go away, and this bar with them. */
  readonly line: RefObject<HTMLElement | null>;
  readonly onSaid: (words: string) => void;
  readonly onArchived: () => void;
}

export function BulkBar({ devices, selecting, of, isAllMatching, onAll, onClear, ...archiving }: BulkBarProps) {
  const { customer, role, filter } = selecting;
  const ids = devices.map(({ id }) => id);
  const many = isAllMatching ? { matching: filter, expected: of } : { devices: ids };
  return (
    <div className="bulk" data-permission="session.run">
      <b role="status">{number(isAllMatching ? of : devices.length)} selected</b>
      {!isAllMatching && devices.length < of ? (
        <button type="button" className="button" onClick={onAll}>
          Select all {number(of)} {Object.keys(filter).length > 0 ? 'matching' : ''}
        </button>
      ) : null}
      {howMany(many) > mostBulkDevices ? (
        <span role="status">{tooManyForBulk()}</span>
      ) : (
        <RunOnMany customer={customer} many={many} />
      )}
      <Permitted role={role} permission="template.deploy">
        {howMany(many) > mostRolloutDevices ? (
          <span role="status">{tooManyForRollout()}</span>
        ) : (
          <DeployOnMany customer={customer} many={many} />
        )}
      </Permitted>
      {isAllMatching ? null : (
        <Permitted role={role} permission="device.edit">
          <TagSelected devices={devices} />
          <ArchiveSelected devices={devices} {...archiving} />
        </Permitted>
      )}
      <button type="button" className="button button-quiet" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}

function TagSelected({ devices }: Pick<BulkBarProps, 'devices'>) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Tagged | null>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Tag…
      </button>
      <span role="status">{done?.sentence}</span>
      <TagDialog open={open} onOpenChange={setOpen} devices={devices} onDone={setDone} />
    </>
  );
}

/** Not before its dialog is closed does the bar go away, with the focus on what came of it. */
function ArchiveSelected({
  devices,
  line,
  onSaid,
  onArchived,
}: Pick<BulkBarProps, 'devices' | 'line' | 'onSaid' | 'onArchived'>) {
  const isDone = useRef(false);
  return (
    <RowDialog
      words="Archive…"
      about={counted(devices.length, 'device')}
      title={`Archive ${namesOf(devices)}`}
      focusAfter={() => (isDone.current ? line.current : null)}
      onClosed={() => (isDone.current ? onArchived() : undefined)}
    >
      {(close) => (
        <ArchiveDevices
          devices={devices}
          archive={async () => {
            await api.enrolment.archive.mutate({ devices: devices.map(({ id }) => id) });
            isDone.current = true;
            onSaid(archivedWords(devices));
            close();
          }}
        />
      )}
    </RowDialog>
  );
}
