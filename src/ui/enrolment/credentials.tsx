'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { abilitiesOf } from '@/core/enrolment/accounts';
import { minute, number } from '@/core/shown/format';
import { DialogButton } from '../controls/dialog-button';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import { CredentialsForm } from './credentials-form';
import type { CredentialSet } from './enrolment';

interface CredentialsProps {
  readonly customer: string;
  readonly sets: readonly CredentialSet[];
}

/** The accounts by which a customer's devices are spoken to. What is in them is sealed and comes out nowhere. */
export function Credentials({ customer, sets }: CredentialsProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);

  function changed(words: string) {
    setSaid(words);
    router.refresh();
  }
  return (
    <>
      <p className="max-w-prose">
        The accounts that Routeward signs in to devices with. They are kept sealed: nobody sees them again, here or
        anywhere. Which credentials a device uses is chosen when it is added, and on its page.
      </p>
      {sets.length === 0 ? (
        <p className="notice">No credentials are kept for {customer} yet.</p>
      ) : (
        <CredentialsTable customer={customer} sets={sets} onChanged={changed} />
      )}
      <div>
        <DialogButton words="Add…" title="Add credentials">
          {(close) => (
            <CredentialsForm
              customer={customer}
              changed={null}
              onDone={(name) => {
                close();
                changed(`${name} is kept.`);
              }}
            />
          )}
        </DialogButton>
      </div>
      <Said words={said} at={line} />
    </>
  );
}

interface CredentialsTableProps extends CredentialsProps {
  readonly onChanged: (words: string) => void;
}

function CredentialsTable({ customer, sets, onChanged }: CredentialsTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" tabIndex={0} aria-label="Credentials table">
      <table className="table table-credentials">
        <caption className="sr-only">Credentials, by name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">What they can do</th>
            <th scope="col">Changed, UTC</th>
            <th scope="col" className="number">
              Devices
            </th>
            <th scope="col">
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <tr key={set.id}>
              <td className="cell-name">
                <bdi>{set.name}</bdi>
              </td>
              <td className="cell-abilities">{abilitiesOf(set.accounts)}</td>
              <td className="cell-changed mono">
                <time dateTime={set.changedAt}>{minute(set.changedAt)}</time>
              </td>
              <td className="cell-count number">{number(set.devices)}</td>
              <td className="cell-end">
                <RowDialog words="Change…" about={set.name} title={`Change ${set.name}`}>
                  {(close) => (
                    <CredentialsForm
                      customer={customer}
                      changed={set}
                      onDone={(name) => {
                        close();
                        onChanged(`${name} is saved: its devices are spoken to with it as it is from now on.`);
                      }}
                    />
                  )}
                </RowDialog>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
