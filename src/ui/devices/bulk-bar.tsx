'use client';

import { useState } from 'react';
import { number } from '@/core/shown/format';
import { TagDialog, type Tagged } from './tag-dialog';

interface BulkBarProps {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  /** How many rows the page has. */
  readonly of: number;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

export function BulkBar({ devices, of, onAll, onClear }: BulkBarProps) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Tagged | null>(null);
  return (
    <div className="bulk" data-permission="device.edit">
      <b role="status">{number(devices.length)} selected</b>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Tag…
      </button>
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
