'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { freeStripe, suggestedSlug } from './slug';
import { TimeZoneField } from './time-zone-field';

interface CustomerFormProps {
  /** The stripes in use: the new customer gets one that is not. */
  readonly used: readonly number[];
  readonly onDone: (slug: string) => void;
  /** What else one can do, beside the button: the way out of a dialog. */
  readonly children?: ReactNode;
}

/** A new customer. Its colour is chosen for it and can be changed later. */
export function CustomerForm({ used, onDone, children }: CustomerFormProps) {
  const [name, setName] = useState('');
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const [zone, setZone] = useState<string | null>(null);
  const { isBusy, failure, run } = useDeed();
  const slug = typedSlug ?? suggestedSlug(name);

  function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const timeZone = String(new FormData(event.currentTarget).get('timeZone'));
    void run(async () => {
      const made = await api.customers.create.mutate({ slug, name: name.trim(), stripe: freeStripe(used), timeZone });
      onDone(made.slug);
    });
  }

  return (
    <form onSubmit={create} className="grid gap-3">
      <label className="grid gap-1">
        Name
        <input
          className="field"
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <SlugField slug={slug} onChange={setTypedSlug} />
      <TimeZoneField value={zone} onChange={setZone} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        {children}
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          Create customer
        </button>
      </div>
    </form>
  );
}

function SlugField({ slug, onChange }: { readonly slug: string; readonly onChange: (slug: string) => void }) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id}>Short name</label>
      <input
        className="field font-mono"
        id={id}
        name="slug"
        required
        maxLength={63}
        pattern="[a-z0-9]([a-z0-9\-]{0,61}[a-z0-9])?"
        title="Lower-case letters, digits and hyphens, at most 63"
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={slug}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} className="text-ink-2">
        It stands in addresses: <span className="mono break-all">/customers/{slug || 'short-name'}</span>
      </p>
    </div>
  );
}
