'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Link } from '../link';
import { AddDevice } from './add-device';
import { ArchivedDevices } from './archived-devices';
import { Certificates } from './certificates';
import { Credentials } from './credentials';
import type { ArchivedDevice, CredentialSet, Unconfirmed } from './enrolment';
import { ImportDevices } from './import-devices';
import { Numbered } from './numbered';
import { PrepareRouters } from './prepare-routers';

interface EnrolPageProps {
  /** The customer's slug. */
  readonly customer: string;
  readonly credentials: readonly CredentialSet[];
  /** The names of the customer's sites. */
  readonly sites: readonly string[];
  readonly unconfirmed: readonly Unconfirmed[];
  readonly archived: readonly ArchivedDevice[];
}

/** From a router that knows nothing of us to one that is asked how it is: what is done at the router, and what here. */
export function EnrolPage({ customer, credentials, sites, unconfirmed, archived }: EnrolPageProps) {
  const router = useRouter();
  const [kept, setKept] = useState<string | null>(null);
  const renew = () => router.refresh();
  return (
    <div className="enrol">
      <div className="px-4 py-3.5">
        <p className="mb-1">
          <Link href={`/customers/${customer}/devices`}>Devices in {customer}</Link>
        </p>
        <h1>Enrol devices</h1>
      </div>
      <Numbered id="prepare" title="1. Prepare the routers">
        <PrepareRouters
          customer={customer}
          names={credentials.map(({ name }) => name)}
          onKept={(id) => {
            setKept(id);
            renew();
          }}
        />
      </Numbered>
      <Numbered id="credentials" title="2. Credentials">
        <Credentials customer={customer} sets={credentials} />
      </Numbered>
      <Numbered id="devices" title="3. Devices">
        <h3>Add one device</h3>
        <AddDevice customer={customer} sets={credentials} sites={sites} kept={kept} onAdded={renew} />
        <h3 className="mt-3">Import a CSV file</h3>
        <ImportDevices customer={customer} sets={credentials} kept={kept} onImported={renew} />
      </Numbered>
      <Numbered id="confirm" title="4. Certificates to confirm">
        <Certificates customer={customer} unconfirmed={unconfirmed} />
      </Numbered>
      <ArchivedDevices customer={customer} devices={archived} />
    </div>
  );
}
