'use client';

import { type RefObject, useRef, useState } from 'react';
import { counted, number } from '@/core/shown/format';
import { RowDialog } from '../controls/row-dialog';
import { ArchiveDevices, archivedWords, namesOf } from '../enrolment/archive-devices';
import { api } from '../trpc';
import { TagDialog, type Tagged } from './tag-dialog';

interface BulkBarProps {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  /** How many rows the page has. */
  readonly of: number;
  readonly onAll: () => void;
  readonly onClear: () => void;
  /** Where it is said what came of archiving: the rows go away, and this bar with them. */
  readonly line: RefObject<HTMLElement | null>;
  readonly onSaid: (words: string) => void;
  readonly onArchived: () => void;
}

export function BulkBar({ devices, of, onAll, onClear, ...archiving }: BulkBarProps) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Tagged | null>(null);
  return (
    <div className="bulk" data-permission="device.edit">
      <b role="status">{number(devices.length)} selected</b>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Tag…
      </button>
      <ArchiveSelected devices={devices} {...archiving} />
      {devices.length < of ? (
        <button type="button" className="button" onClick={onAll}>
          Select all {number(of)}
        </button>
      ) : null}
      <button type="button" className="button button-quiet" onClick={onClear}>
        Clear
      </button>
      <span role="status">{done?.sentence}</span>
      <TagDialog open={open} onOpenChange={setOpen} devices={devices} onDone={setDone} />
    </div>
  );
}

/** Not before its dialog is closed does the bar go away, with the focus on what came of it. */
function ArchiveSelected({ devices, line, onSaid, onArchived }: Omit<BulkBarProps, 'of' | 'onAll' | 'onClear'>) {
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
