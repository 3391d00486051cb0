'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useId, useState } from 'react';
import type { webhookEvents } from '@/core/configuration/webhooks';
import { counted } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import type { EventChoice } from './webhooks';

type WebhookEvent = (typeof webhookEvents)[number];

interface AddWebhookProps {
  readonly choices: readonly EventChoice[];
  readonly onClose: () => void;
  readonly onMade: () => void;
}

/** The form, and in its place the secret once it is made: the only moment in which it can be seen. */
export function AddWebhook({ choices, onClose, onMade }: AddWebhookProps) {
  const [events, setEvents] = useState<ReadonlySet<string>>(new Set());
  const [secret, setSecret] = useState<string | null>(null);
  const { isBusy, failure, run } = useDeed();

  function toggle(event: string) {
    const next = new Set(events);
    if (!next.delete(event)) next.add(event);
    setEvents(next);
  }
  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const url = String(new FormData(event.currentTarget).get('url')).trim();
    void run(async () => {
      // safe: each of them is one of the choices that the server gave.
      const made = await api.webhooks.add.mutate({ url, events: [...events] as WebhookEvent[] });
      setSecret(made.secret);
      onMade();
    });
  }

  if (secret !== null) return <Secret secret={secret} onClose={onClose} />;
  return (
    <form onSubmit={add} method="post" className="mt-3 grid gap-3">
      <label className="grid gap-1">
        Address
        <input
          className="field font-mono"
          name="url"
          type="url"
          required
          maxLength={2000}
          placeholder="https://"
          autoComplete="off"
        />
      </label>
      <fieldset className="grid gap-1">
        <legend className="mb-1">Told of</legend>
        {choices.map(({ event, title }) => (
          <label key={event} className="tick">
            <input
              type="checkbox"
              className="size-4 flex-none accent-accent"
              checked={events.has(event)}
              onChange={() => toggle(event)}
            />
            {title}
          </label>
        ))}
      </fieldset>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" disabled={events.size === 0} aria-disabled={isBusy}>
          Add a webhook for {counted(events.size, 'event')}
        </button>
      </div>
    </form>
  );
}

function Secret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const id = useId();
  return (
    <div className="mt-3 grid gap-3">
      <label htmlFor={id}>Signing secret</label>
      <div className="flex gap-2">
        <input
          className="field min-w-0 flex-1 font-mono"
          id={id}
          readOnly
          value={secret}
          aria-describedby={`${id}-hint`}
        />
        <CopyButton text={secret} label="the signing secret" />
      </div>
      <p id={`${id}-hint`}>
        Whoever receives the events checks their signature with it. It is shown this once: copy it now.
      </p>
      <div className="flex justify-end">
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}
