'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import type { NamedDevice } from '../devices/use-found-devices';
import { TextField } from '../enrolment/text-field';
import { api } from '../trpc';
import type { Site } from './site';
import { UplinkField } from './uplink-field';

interface SiteFormProps {
  readonly customer: string;
  /** Null for a new one. */
  readonly site: Site | null;
  /** Zones that are there. */
  readonly zones: readonly string[];
  readonly onDone: (name: string) => void;
}

/** A site as it is or will be: its name, its zone and time zone, and the device through which it is reached. */
export function SiteForm({ customer, site, zones, onDone }: SiteFormProps) {
  const [name, setName] = useState(site?.name ?? '');
  const [zone, setZone] = useState(site?.zone ?? '');
  const [timeZone, setTimeZone] = useState(site?.timeZone ?? '');
  const [uplink, setUplink] = useState<NamedDevice | null>(site?.uplink ?? null);
  const { isBusy, failure, run } = useDeed();

  function save(event: FormEvent) {
    event.preventDefault();
    const facts = {
      ...{ name: name.trim(), zone: zone.trim() || null, timeZone: timeZone.trim() || null },
      uplink: uplink?.id ?? null,
    };
    void run(async () => {
      if (site === null) await api.sites.create.mutate({ customer, ...facts });
      else await api.sites.change.mutate({ site: site.id, ...facts });
      onDone(facts.name);
    });
  }

  return (
    <form onSubmit={save} className="mt-3 grid gap-3">
      <TextField label="Name" value={name} onChange={setName} maxLength={64} isRequired />
      <TextField
        label="Zone"
        value={zone}
        onChange={setZone}
        maxLength={64}
        options={zones}
        hint="What sites are grouped by, such as “North valley”. May be left empty."
      />
      <TextField
        label="Time zone"
        value={timeZone}
        onChange={setTimeZone}
        maxLength={64}
        hint="By whose clock its routers may be changed, such as Europe/Rome. Left empty, it is its customer’s."
      />
      <UplinkField customer={customer} value={uplink} onChange={setUplink} />
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          {site === null ? 'Add site' : `Save ${site.name}`}
        </button>
      </div>
    </form>
  );
}
