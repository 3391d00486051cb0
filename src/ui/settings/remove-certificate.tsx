'use client';

import { Dialog } from '@base-ui/react/dialog';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';

/** What is in the dialog that asks once more. */
export function RemoveCertificate({ onDone }: { readonly onDone: () => void }) {
  const { isBusy, failure, run } = useDeed();
  const remove = () =>
    run(async () => {
      await api.certificate.remove.mutate();
      onDone();
    });
  return (
    <div className="mt-3 grid gap-3">
      <p>
        Browsers that saw the installed certificate were told to insist on one that they trust, for two years (HSTS).
        They will refuse the self-signed one, and offer no way around that. The installed certificate and its key are
        deleted.
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="button" className="button button-primary" aria-disabled={isBusy} onClick={remove}>
          Go back to the self-signed one
        </button>
      </div>
    </div>
  );
}
