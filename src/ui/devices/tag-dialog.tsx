'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

export interface Tagged {
  /** What was done, for the status line. */
  readonly sentence: string;
}

interface TagDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly onDone: (tagged: Tagged) => void;
}

/** Sets or removes one tag on the chosen devices. Nothing on the screen changes before the server has said so. */
export function TagDialog({ open, onOpenChange, devices, onDone }: TagDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Tag {devices.length === 1 ? devices[0]?.name : counted(devices.length, 'device')}</Dialog.Title>
          <TagForm
            devices={devices}
            onDone={(tagged) => {
              onDone(tagged);
              onOpenChange(false);
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function TagForm({ devices, onDone }: Pick<TagDialogProps, 'devices' | 'onDone'>) {
  const router = useRouter();
  const [tag, setTag] = useState('');
  const [on, setOn] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const many = counted(devices.length, 'device');

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await api.devices.tag.mutate({ devices: devices.map((device) => device.id), tag: tag.trim(), on });
      onDone({ sentence: on ? `Tagged ${many} with ${tag.trim()}.` : `Removed ${tag.trim()} from ${many}.` });
      router.refresh();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} className="mt-3 grid gap-3">
      <label className="grid gap-1">
        Tag
        <input
          className="field mono"
          name="tag"
          required
          maxLength={32}
          autoComplete="off"
          value={tag}
          onChange={(event) => setTag(event.currentTarget.value)}
        />
      </label>
      <fieldset className="flex flex-wrap gap-x-5">
        <legend className="sr-only">Add or remove</legend>
        <TagChoice checked={on} onChoose={() => setOn(true)} words={`Add to ${many}`} />
        <TagChoice checked={!on} onChoose={() => setOn(false)} words={`Remove from ${many}`} />
      </fieldset>
      {failure ? <FailureNotice failure={failure} /> : null}
      <p className="text-ink-2">Tags live in Routeward. Nothing is sent to a router.</p>
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={busy}>
          {on ? `Tag ${many}` : `Remove from ${many}`}
        </button>
      </div>
    </form>
  );
}

interface TagChoiceProps {
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly words: string;
}

function TagChoice({ checked, onChoose, words }: TagChoiceProps) {
  return (
    <label className="tick">
      <input type="radio" name="on" className="size-4 accent-accent" checked={checked} onChange={onChoose} />
      {words}
    </label>
  );
}
