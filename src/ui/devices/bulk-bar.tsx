'use client';

import { useState } from 'react';
import { number } from '../format';
import { TagDialog, type Tagged } from './tag-dialog';

interface BulkBarProps {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly onClear: () => void;
}

export function BulkBar({ devices, onClear }: BulkBarProps) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Tagged | null>(null);
  return (
    <div className="bulk" data-permission="device.edit">
      <b role="status">{number(devices.length)} selected</b>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Tag…
      </button>
      <button type="button" className="button button-quiet" onClick={onClear}>
        Clear
      </button>
      <span role="status">{done?.sentence}</span>
      <TagDialog open={open} onOpenChange={setOpen} devices={devices} onDone={setDone} />
    </div>
  );
}
