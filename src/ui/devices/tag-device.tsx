'use client';

import { useState } from 'react';
import { TagDialog, type Tagged } from './tag-dialog';

export function TagDevice({ device }: { readonly device: { readonly id: string; readonly name: string } }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Tagged | null>(null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Tag…
      </button>
      <span role="status" className="text-ink-2">
        {done?.sentence}
      </span>
      <TagDialog open={open} onOpenChange={setOpen} devices={[device]} onDone={setDone} />
    </div>
  );
}
