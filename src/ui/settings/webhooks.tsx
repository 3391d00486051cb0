'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { WebhookId } from '@/core/ids';
import { DialogButton } from '../controls/dialog-button';
import { FailureNotice } from '../controls/failure-notice';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { AddWebhook } from './add-webhook';
import { FaredLine } from './fared';
import type { WebhookView } from './view';

export interface EventChoice {
  readonly event: string;
  readonly title: string;
}

interface WebhooksProps {
  readonly webhooks: readonly WebhookView[];
  readonly choices: readonly EventChoice[];
}

/** Programs elsewhere that are told of events. */
export function Webhooks({ webhooks, choices }: WebhooksProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const [isTested, setTested] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const { failure, run } = useDeed();

  const test = (id: string) =>
    run(async () => {
      await api.webhooks.test.mutate({ webhook: id as WebhookId }); // safe: the server gave it.
      setSaid('A test is on its way.');
      setTested(true);
    });

  return (
    <section aria-labelledby="settings-webhooks">
      <h2 id="settings-webhooks" className="mb-2">
        Webhooks
      </h2>
      <div className="grid gap-3 border-y border-rule bg-surface px-3 py-3">
        <p className="max-w-[75ch] text-ink-2">
          An https address that is told of events as they are logged, signed as{' '}
          <span className="whitespace-nowrap">Standard Webhooks</span> has it (HMAC-SHA-256). One that does not answer
          with 2xx is tried again for a day. This machine, its link and its own addresses are not posted to.
        </p>
        <ul className="grid gap-3">
          {webhooks.map((webhook) => (
            <li key={webhook.id} className="grid gap-1 border-t border-rule pt-2">
              <p className="mono break-all">{webhook.url}</p>
              <p className="text-ink-2">
                {webhook.events
                  .map((event) => choices.find((choice) => choice.event === event)?.title ?? event)
                  .join(' · ')}
              </p>
              <FaredLine fared={webhook.last} what="event" />
              <div className="flex flex-wrap gap-2">
                <button type="button" className="button" onClick={() => test(webhook.id)}>
                  Send a test<span className="sr-only"> to {webhook.url}</span>
                </button>
                <RowDialog words="Remove…" about={webhook.url} title="Remove a webhook" focusAfter={() => line.current}>
                  {(close) => (
                    <RemoveWebhook
                      webhook={webhook}
                      onDone={() => {
                        close();
                        setTested(false);
                        setSaid('The webhook is removed. What was waiting for it is gone.');
                        router.refresh();
                      }}
                    />
                  )}
                </RowDialog>
              </div>
            </li>
          ))}
        </ul>
        {failure ? <FailureNotice failure={failure} /> : null}
        <Said words={said} at={line} />
        {isTested ? (
          <div>
            <button type="button" className="button" onClick={() => router.refresh()}>
              Show how it fared
            </button>
          </div>
        ) : null}
        <div>
          <DialogButton words="Add a webhook…" title="Add a webhook" isWide>
            {(close) => <AddWebhook choices={choices} onClose={close} onMade={() => router.refresh()} />}
          </DialogButton>
        </div>
      </div>
    </section>
  );
}

function RemoveWebhook({ webhook, onDone }: { readonly webhook: WebhookView; readonly onDone: () => void }) {
  const { isBusy, failure, run } = useDeed();
  const remove = () =>
    run(async () => {
      await api.webhooks.remove.mutate({ webhook: webhook.id as WebhookId }); // safe: the server gave it.
      onDone();
    });
  return (
    <div className="mt-3 grid gap-3">
      <p>
        <span className="mono break-all">{webhook.url}</span> is told of nothing any more.
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="button" className="button button-primary" aria-disabled={isBusy} onClick={remove}>
          Remove this webhook
        </button>
      </div>
    </div>
  );
}
