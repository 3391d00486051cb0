'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type RefObject, useRef, useState } from 'react';
import { counted } from '@/core/shown/format';
import { DialogButton } from '../controls/dialog-button';
import { FailureNotice } from '../controls/failure-notice';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { ArchivedSection } from '../table/archived-table';
import { api } from '../trpc';
import { ArchiveCustomer } from './archive-customer';
import type { AdminOf, ArchivedCustomer, Customer } from './customer';
import { CustomerForm } from './customer-form';
import { CustomerTable } from './customer-list';
import { EditCustomer } from './edit-customer';
import { EraseCustomer } from './erase-customer';
import { OnCall } from './on-call';

interface CustomerDeskProps {
  readonly customers: readonly Customer[];
  /** Every Admin, with the customers each is assigned to. */
  readonly admins: readonly AdminOf[];
  readonly archived: readonly ArchivedCustomer[];
}

/** The customers for those who make, change and archive them. */
export function CustomerDesk({ customers, admins, archived }: CustomerDeskProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { failure, run } = useDeed();
  const stripes = customers.map(({ stripe }) => stripe);

  function changed(words: string) {
    setSaid(words);
    router.refresh();
  }
  const restore = (slug: string) =>
    run(async () => {
      await api.customers.restore.mutate({ archived: slug });
      changed(`${slug} is back, with its devices. Nobody is assigned to it yet.`);
      line.current?.focus();
    });

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3.5">
        <h1>Customers</h1>
        <p className="flex-1 text-ink-2">{counted(customers.length, 'customer')}</p>
        <DialogButton words="New customer…" title="New customer">
          {(close) => (
            <div className="mt-3">
              <CustomerForm
                used={stripes}
                onDone={(slug) => {
                  close();
                  changed(`${slug} is there. People and devices come next.`);
                }}
              >
                <Dialog.Close className="button">Cancel</Dialog.Close>
              </CustomerForm>
            </div>
          )}
        </DialogButton>
      </div>
      <div className={said === '' ? undefined : 'px-4 pb-3'}>
        <Said words={said} at={line} />
      </div>
      {failure ? (
        <div className="px-4 pb-3">
          <FailureNotice failure={failure} />
        </div>
      ) : null}
      {customers.length === 0 ? (
        <p className="border-t border-rule bg-surface px-4 py-6">There is no customer yet.</p>
      ) : (
        <CustomerTable
          customers={customers}
          deeds={(customer) => (
            <Deeds
              customer={customer}
              admins={admins.filter(({ customers: of }) => of.includes(customer.slug))}
              stripes={stripes}
              line={line}
              onSaid={setSaid}
              onChanged={() => router.refresh()}
            />
          )}
        />
      )}
      <ArchivedSection
        things="customers"
        headings={['Customer', 'Name']}
        items={archived}
        named={({ slug, name }) => ({ key: slug, name: slug, fact: <bdi>{name}</bdi> })}
        onRestore={({ slug }) => restore(slug)}
        deeds={({ slug }) => <Erasing slug={slug} line={line} onSaid={setSaid} onErased={() => router.refresh()} />}
      />
    </>
  );
}

interface ErasingProps {
  readonly slug: string;
  readonly line: RefObject<HTMLParagraphElement | null>;
  readonly onSaid: (words: string) => void;
  readonly onErased: () => void;
}

/** As below: its row goes away with it. */
function Erasing({ slug, line, onSaid, onErased }: ErasingProps) {
  const isGone = useRef(false);
  return (
    <RowDialog
      words="Erase…"
      about={slug}
      title={`Erase ${slug}`}
      focusAfter={() => (isGone.current ? line.current : null)}
      onClosed={() => (isGone.current ? onErased() : undefined)}
    >
      {(close) => (
        <EraseCustomer
          slug={slug}
          onDone={() => {
            isGone.current = true;
            onSaid(
              `The keys of ${slug} are destroyed. Everything else of it is being deleted; the audit log says when.`,
            );
            close();
          }}
        />
      )}
    </RowDialog>
  );
}

interface DeedsProps {
  readonly customer: Customer;
  readonly admins: readonly AdminOf[];
  readonly stripes: readonly number[];
  readonly line: RefObject<HTMLParagraphElement | null>;
  readonly onSaid: (words: string) => void;
  readonly onChanged: () => void;
}

function Deeds({ customer, admins, stripes, line, onSaid, onChanged }: DeedsProps) {
  const { slug } = customer;
  const isGone = useRef(false);
  return (
    <span className="inline-flex gap-2">
      <RowDialog words="Edit…" about={slug} title={`Edit ${slug}`}>
        {(close) => (
          <EditCustomer
            customer={customer}
            used={stripes.filter((stripe) => stripe !== customer.stripe)}
            onDone={() => {
              close();
              onSaid(`${slug} is saved.`);
              onChanged();
            }}
          />
        )}
      </RowDialog>
      <RowDialog words="On call…" about={slug} title={`Who is on call for ${slug}`}>
        {(close) => (
          <OnCall
            customer={customer}
            admins={admins}
            onDone={(said) => {
              close();
              onSaid(said);
              onChanged();
            }}
          />
        )}
      </RowDialog>
      {/* Its row goes away, and this with it: so not before the dialog is closed, and the focus is on what came of it. */}
      <RowDialog
        words="Archive…"
        about={slug}
        title={`Archive ${slug}`}
        focusAfter={() => (isGone.current ? line.current : null)}
        onClosed={() => (isGone.current ? onChanged() : undefined)}
      >
        {(close) => (
          <ArchiveCustomer
            customer={customer}
            onDone={(takenOff) => {
              isGone.current = true;
              onSaid(archivedWords(slug, takenOff));
              close();
            }}
          />
        )}
      </RowDialog>
    </span>
  );
}

const archivedWords = (slug: string, takenOff: readonly string[]): string =>
  `${slug} is archived. ${takenOff.length === 0 ? 'Nobody was assigned to it.' : `Taken off: ${takenOff.join(', ')}.`}`;
