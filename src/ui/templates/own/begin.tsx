'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { FailureNotice } from '../../controls/failure-notice';
import { useDeed } from '../../controls/use-deed';
import { api } from '../../trpc';

export interface Source {
  readonly id: string;
  readonly title: string;
}

/** A draft is begun: empty, as a copy, or with a document that is imported. */
export function Begin({ sources }: { readonly sources: readonly Source[] }) {
  const router = useRouter();
  const id = useId();
  const { run, isBusy, failure } = useDeed();
  const [name, setName] = useState('own.');
  const [from, setFrom] = useState('');
  const [document, setDocument] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      const template = name.trim();
      const made =
        document.trim() === ''
          ? await api.templateVersions.create.mutate({ template, ...(from === '' ? {} : { from }) })
          : await api.templateVersions.import.mutate({ template, document });
      router.push(`/templates/own/${made.template}/${made.version}`);
    });
  }

  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Begin one</h2>
      <form className="own-begin" onSubmit={submit} noValidate>
        <label className="grid gap-1">
          Name
          <input
            className="field mono"
            value={name}
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${id}-name`}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <p id={`${id}-name`} className="text-ink-2">
          It begins with “own.”, as in own.office-ntp. For a new version of an own one: its name, as a copy of itself.
        </p>
        <label className="grid gap-1">
          As a copy of
          <select className="field" value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
            <option value="">nothing: it begins empty</option>
            {sources.map((one) => (
              <option key={one.id} value={one.id}>
                {one.id}: {one.title}
              </option>
            ))}
          </select>
        </label>
        <details>
          <summary className="fold font-medium">Or import a document</summary>
          <label className="grid gap-1 pt-2">
            Document
            <textarea
              className="field mono py-1.5"
              rows={6}
              spellCheck={false}
              value={document}
              onChange={(event) => setDocument(event.currentTarget.value)}
            />
          </label>
        </details>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          {isBusy ? 'Beginning' : 'Begin the draft'}
        </button>
        {failure ? <FailureNotice failure={failure} /> : null}
      </form>
    </section>
  );
}
