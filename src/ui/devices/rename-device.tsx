'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';

interface RenameDeviceProps {
  readonly device: string;
  readonly name: string;
}

type Saving = { readonly state: 'idle' | 'busy' } | { readonly state: 'done'; readonly name: string };

/** The new name is shown when the server has kept it, not before. */
export function RenameDevice({ device, name }: RenameDeviceProps) {
  const router = useRouter();
  const [typed, setTyped] = useState(name);
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const [failure, setFailure] = useState<Failure | null>(null);

  async function save(event: FormEvent) {
    event.preventDefault();
    setSaving({ state: 'busy' });
    setFailure(null);
    try {
      await api.devices.rename.mutate({ device, name: typed.trim() });
      setSaving({ state: 'done', name: typed.trim() });
      router.refresh();
    } catch (error) {
      setSaving({ state: 'idle' });
      setFailure(failureOf(error));
    }
  }

  return (
    <form onSubmit={save} className="grid gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid w-full max-w-form min-w-0 gap-1">
          Name in Routeward
          <input
            className="field"
            name="name"
            required
            maxLength={64}
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setSaving({ state: 'idle' });
            }}
          />
        </label>
        <button
          type="submit"
          className="button button-primary"
          disabled={saving.state === 'busy' || typed.trim() === name || typed.trim() === ''}
        >
          {saving.state === 'busy' ? 'Renaming' : 'Rename device'}
        </button>
      </div>
      <p className="text-ink-2" role="status">
        {saving.state === 'done' ? `Renamed to ${saving.name}. ` : ''}The router keeps its own identity: nothing is sent
        to it.
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}
