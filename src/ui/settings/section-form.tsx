'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { SettingField } from './setting-field';
import { changesIn, type SectionView } from './view';

type Changes = Parameters<typeof api.configuration.set.mutate>[0]['changes'];

interface SectionFormProps {
  readonly section: SectionView;
  /** What the button says, where saving does more than that. */
  readonly words?: string;
  readonly children?: ReactNode;
}

/** What is saved together. A field that was emptied goes back to how it comes. */
export function SectionForm({ section, words = `Save ${section.title.toLowerCase()}`, children }: SectionFormProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { isBusy, failure, run } = useDeed();
  const id = `settings-${section.id}`;

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const changes = changesIn(section.fields, (name) => String(form.get(name) ?? ''));
    setSaid('');
    if (Object.keys(changes).length === 0) return setSaid('Nothing was changed.');
    void run(async () => {
      // safe: each is as its field's kind says, and the door reads it by its own schema.
      await api.configuration.set.mutate({ changes: changes as Changes });
      setSaid(`Saved. It holds ${section.holdsFrom}.`);
      router.refresh();
    });
  }

  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2">
        {section.title}
      </h2>
      <div className="grid gap-3 border-y border-rule bg-surface px-3 py-3">
        <p className="max-w-[75ch] text-ink-2">{section.about}</p>
        {children}
        {/* Made anew when what is kept has changed: what stands in the fields is what is kept. */}
        <form
          key={section.fields.map(({ value }) => value).join('|')}
          onSubmit={save}
          method="post"
          className="grid max-w-[56ch] gap-3"
        >
          {section.fields.map((field) => (
            <SettingField key={field.name} field={field} />
          ))}
          {failure ? <FailureNotice failure={failure} /> : null}
          <div>
            <button type="submit" className="button button-primary" aria-disabled={isBusy}>
              {isBusy ? 'Saving' : words}
            </button>
          </div>
        </form>
        <Said words={said} at={line} />
      </div>
    </section>
  );
}
