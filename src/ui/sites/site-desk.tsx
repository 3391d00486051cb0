'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { DialogButton } from '../controls/dialog-button';
import { FailureNotice } from '../controls/failure-notice';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { ArchivedSection } from '../table/archived-table';
import { api } from '../trpc';
import { type ArchivedSite, type Site, zonesOf } from './site';
import { SiteForm } from './site-form';
import { SiteTable } from './site-table';

interface SiteDeskProps {
  readonly customer: string;
  readonly sites: readonly Site[];
  readonly archived: readonly ArchivedSite[];
  /** The title and the counts, beside the button that adds one. */
  readonly heading: ReactNode;
}

/** A customer's sites for those who make, change and archive them. */
export function SiteDesk({ customer, sites, archived, heading }: SiteDeskProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  const { failure, run } = useDeed();
  const zones = zonesOf(sites);

  function changed(words: string) {
    setSaid(words);
    router.refresh();
  }
  const restore = ({ id, name }: ArchivedSite) =>
    run(async () => {
      await api.sites.restore.mutate({ customer, site: id });
      changed(`${name} is back.`);
      line.current?.focus();
    });

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3.5">
        {heading}
        <span className="flex-1" />
        <DialogButton words="Add site…" title="Add site">
          {(close) => (
            <SiteForm
              customer={customer}
              site={null}
              zones={zones}
              onDone={(name) => {
                close();
                changed(`${name} is there. Devices are put there by their page, or by a file.`);
              }}
            />
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
      {sites.length === 0 ? (
        <p className="border-t border-rule bg-surface px-4 py-6">There is no site in {customer} yet.</p>
      ) : (
        <SiteTable
          customer={customer}
          sites={sites}
          deeds={(site) => (
            <Deeds {...{ customer, site, zones, line }} onSaid={setSaid} onChanged={() => router.refresh()} />
          )}
        />
      )}
      <ArchivedSection
        things="sites"
        headings={['Site', 'Zone']}
        items={archived}
        named={({ id, name, zone }) => ({ key: id, name, fact: zone === null ? '—' : <bdi>{zone}</bdi> })}
        onRestore={restore}
      />
    </>
  );
}

interface DeedsProps {
  readonly customer: string;
  readonly site: Site;
  readonly zones: readonly string[];
  readonly line: RefObject<HTMLParagraphElement | null>;
  readonly onSaid: (words: string) => void;
  readonly onChanged: () => void;
}

function Deeds({ customer, site, zones, line, onSaid, onChanged }: DeedsProps) {
  const { name } = site;
  const isGone = useRef(false);
  return (
    <span className="inline-flex gap-2">
      <RowDialog words="Edit…" about={name} title={`Edit ${name}`}>
        {(close) => (
          <SiteForm
            {...{ customer, site, zones }}
            onDone={(saved) => {
              close();
              onSaid(`${saved} is saved.`);
              onChanged();
            }}
          />
        )}
      </RowDialog>
      {/* Its row goes away, and this with it: so not before the dialog is closed, and the focus is on what came of it. */}
      <RowDialog
        words="Archive…"
        about={name}
        title={`Archive ${name}`}
        focusAfter={() => (isGone.current ? line.current : null)}
        onClosed={() => (isGone.current ? onChanged() : undefined)}
      >
        {(close) => (
          <ArchiveSite
            site={site}
            onDone={() => {
              isGone.current = true;
              onSaid(`${name} is archived.`);
              close();
            }}
          />
        )}
      </RowDialog>
    </span>
  );
}

interface ArchiveSiteProps {
  readonly site: Site;
  readonly onDone: () => void;
}

/** What archiving does, said before it is done. */
function ArchiveSite({ site, onDone }: ArchiveSiteProps) {
  const { isBusy, failure, run } = useDeed();

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      await api.sites.archive.mutate({ site: site.id });
      onDone();
    });
  }
  return (
    <form onSubmit={submit} className="mt-3 grid gap-3">
      <ul className="list-disc pl-5">
        <li>It is in no list any more; nothing is deleted, and it can be brought back at the end of this page.</li>
        <li>Devices that still stand there have to be moved or archived first.</li>
        <li>Nothing is sent to a router.</li>
      </ul>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          Archive {site.name}
        </button>
      </div>
    </form>
  );
}
