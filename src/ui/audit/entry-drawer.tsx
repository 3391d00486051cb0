'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useState } from 'react';
import { CopyButton } from '../controls/copy-button';
import { FailureNotice } from '../controls/failure-notice';
import { Link } from '../link';
import type { AuditEntryDetail } from '../live/views';
import type { Failure } from '../request';
import { api, failureOf } from '../trpc';
import { EntryDetail } from './entry-detail';
import { entryAddress } from './filter';

interface EntryDrawerProps {
  /** `at~id`; null: closed. */
  readonly opened: string | null;
  readonly onClose: () => void;
}

type Got = { readonly of: string } & (
  | { readonly entry: AuditEntryDetail; readonly failure: null }
  | { readonly entry: null; readonly failure: Failure }
);

/** One entry beside the list. It is asked for when it is opened, which leaves an entry of its own, once. */
export function EntryDrawer({ opened, onClose }: EntryDrawerProps) {
  const [got, setGot] = useState<Got | null>(null);
  const known = got?.of === opened ? got : null;

  useEffect(() => {
    if (opened === null) return;
    const [at = '', entry = ''] = opened.split('~');
    let isWanted = true;
    api.audit.entry.query({ at, entry }).then(
      (found) => isWanted && setGot({ of: opened, entry: found, failure: null }),
      (error: unknown) => isWanted && setGot({ of: opened, entry: null, failure: failureOf(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [opened]);

  return (
    <Dialog.Root open={opened !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer">
          <div className="entry-head">
            <Dialog.Title>Audit entry</Dialog.Title>
            <div className="flex flex-wrap gap-2">
              {known?.entry ? <LinkCopy entry={known.entry} /> : null}
              <Dialog.Close className="button">Close</Dialog.Close>
            </div>
          </div>
          {known === null ? <p role="status">Loading the entry</p> : null}
          {known?.failure ? <FailureNotice failure={known.failure} /> : null}
          {known?.entry ? <EntryDetail entry={known.entry} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Its own page, which whoever gets the link sees with their own rights. */
function LinkCopy({ entry }: { readonly entry: AuditEntryDetail }) {
  return (
    <>
      <Link className="button" href={entryAddress(entry)}>
        Open its page
      </Link>
      <CopyButton text={() => `${location.origin}${entryAddress(entry)}`} label="the link to this entry" />
    </>
  );
}
