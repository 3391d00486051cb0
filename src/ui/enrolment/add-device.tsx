'use client';

import { type FormEvent, useState } from 'react';
import { usualPort } from '@/core/enrolment/ways';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { Link } from '../link';
import { api } from '../trpc';
import { CredentialsSelect, useCredentialsChoice } from './credentials-select';
import { readTags } from './device-file';
import type { CredentialSet } from './enrolment';
import { OddRouterFields, usualRouter } from './odd-router';
import { SiteField } from './site-field';
import { TextField } from './text-field';

interface AddDeviceProps {
  readonly customer: string;
  readonly sets: readonly CredentialSet[];
  /** The names of the customer's sites. */
  readonly sites: readonly string[];
  /** The credentials that were kept on this page. */
  readonly kept: string | null;
  readonly onAdded: () => void;
}

const blank = { name: '', address: '', site: '', tags: '', fingerprint: '' };

interface Added {
  readonly id: string;
  readonly name: string;
  readonly isToBeConfirmed: boolean;
}

/** One device. After it, site, tags and the rest stay for the next one of the same place. */
export function AddDevice({ customer, sets, sites, kept, onAdded }: AddDeviceProps) {
  const [typed, setTyped] = useState(blank);
  const [typedPort, setPort] = useState<string | null>(null);
  const [odd, setOdd] = useState(usualRouter);
  const [added, setAdded] = useState<Added | null>(null);
  const choice = useCredentialsChoice(sets, kept);
  const { isBusy, failure, run } = useDeed();
  const port = typedPort ?? String(usualPort[odd.transport]);
  const field = (name: keyof typeof blank) => ({
    value: typed[name],
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
  });

  function add(event: FormEvent) {
    event.preventDefault();
    setAdded(null);
    void run(async () => {
      const { id, name } = await api.enrolment.add.mutate({
        ...{ customer, name: typed.name, address: typed.address, port, ...odd },
        ...{ site: typed.site.trim() || null, tags: readTags(typed.tags) },
        ...{ fingerprint: typed.fingerprint.trim() || null, credentials: choice.credentials },
      });
      setAdded({ id, name, isToBeConfirmed: odd.transport === 'tls' && typed.fingerprint.trim() === '' });
      setTyped({ ...typed, name: '', address: '', fingerprint: '' });
      onAdded();
    });
  }

  return (
    <form onSubmit={add} className="grid max-w-[760px] gap-3">
      <div className="grid gap-3 desk:grid-cols-2">
        <TextField label="Name" {...field('name')} maxLength={64} isRequired />
        <TextField label="Address" {...field('address')} maxLength={253} isRequired isMono />
        <TextField label="Port" value={port} onChange={setPort} maxLength={5} isRequired isMono isNumber />
        <CredentialsSelect sets={sets} value={choice.value} onChange={choice.choose} />
        <SiteField {...field('site')} sites={sites} />
        <TextField label="Tags" {...field('tags')} maxLength={500} isMono hint="Several, separated by spaces." />
      </div>
      <TextField
        label="Fingerprint of its certificate"
        {...field('fingerprint')}
        maxLength={120}
        isMono
        hint="SHA-256, if you have it at hand: then nothing is left to be confirmed under 4. Else leave it empty."
      />
      <OddRouterFields value={odd} onChange={setOdd} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          Add device
        </button>
      </div>
      <p role="status" className={added === null ? 'sr-only' : 'notice flex-wrap'}>
        {added === null ? null : <AddedWords added={added} />}
      </p>
    </form>
  );
}

const AddedWords = ({ added: { id, name, isToBeConfirmed } }: { readonly added: Added }) => (
  <span>
    <Link href={`/devices/${id}`}>
      <bdi>{name}</bdi>
    </Link>{' '}
    is enrolled. {isToBeConfirmed ? 'Its certificate comes under 4, to be confirmed.' : 'It is asked how it is now.'}
  </span>
);
