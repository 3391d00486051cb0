'use client';

import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { CredentialsSelect, credentialsOf, none } from './credentials-select';
import type { Connection, CredentialSet } from './enrolment';
import { codePageOf, OddRouterFields } from './odd-router';
import { SiteField } from './site-field';
import { TextField } from './text-field';

interface ConnectionFormProps {
  readonly device: string;
  readonly connection: Connection;
  readonly sets: readonly CredentialSet[];
  readonly sites: readonly string[];
  readonly onSaved: () => Promise<void>;
}

export function ConnectionForm({ device, connection, sets, sites, onSaved }: ConnectionFormProps) {
  const { transport, isPre643 } = connection;
  const [address, setAddress] = useState(connection.address);
  const [port, setPort] = useState(String(connection.port));
  const [site, setSite] = useState(connection.site ?? '');
  const [credentials, setCredentials] = useState<string>(connection.credentials?.id ?? none);
  const [odd, setOdd] = useState({ transport, isPre643, codePage: codePageOf(connection.codePage) });
  const { isBusy, failure, run } = useDeed();
  const isOdd = transport === 'plain' || isPre643 || connection.codePage !== null;

  function save(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      await api.connections.change.mutate({
        ...{ device, address, port, site: site.trim() || null, credentials: credentialsOf(credentials), ...odd },
      });
      await onSaved();
    });
  }

  return (
    <form onSubmit={save} className="grid gap-3">
      <div className="grid gap-3 desk:grid-cols-2">
        <TextField label="Address" value={address} onChange={setAddress} maxLength={253} isRequired isMono />
        <TextField label="Port" value={port} onChange={setPort} maxLength={5} isRequired isMono isNumber />
        <SiteField value={site} onChange={setSite} sites={sites} />
        <CredentialsSelect sets={sets} value={credentials} onChange={setCredentials} />
      </div>
      <OddRouterFields value={odd} onChange={setOdd} isOpen={isOdd} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          Save connection
        </button>
      </div>
    </form>
  );
}
