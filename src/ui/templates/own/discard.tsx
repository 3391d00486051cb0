'use client';

import { DialogButton } from '../../controls/dialog-button';
import { FailureNotice } from '../../controls/failure-notice';
import { useDeed } from '../../controls/use-deed';
import { api } from '../../trpc';
import type { VersionView } from './views';

interface DiscardProps {
  readonly version: VersionView;
  readonly onMoved: (version: VersionView) => void;
}

/** What becomes of a draft that is given up is said before it is asked a second time. */
export const Discard = ({ version, onMoved }: DiscardProps) => (
  <DialogButton words="Discard…" title={`Discard ${version.template} v${version.version}`}>
    {(close) => <Confirmation version={version} onMoved={onMoved} close={close} />}
  </DialogButton>
);

function Confirmation({ version, onMoved, close }: DiscardProps & { readonly close: () => void }) {
  const { template, version: number, revision } = version;
  const { run, isBusy, failure } = useDeed();
  return (
    <div className="mt-3 grid gap-3">
      <ul className="list-disc pl-5">
        <li>Nothing comes of this draft any more: it is not saved, submitted or published.</li>
        <li>What was saved of it stays in the record, with its number; what was typed since then does not.</li>
        <li>What is in force stays in force.</li>
      </ul>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <button type="button" className="button" onClick={close}>
          Keep it
        </button>
        <button
          type="button"
          className="button button-primary"
          aria-disabled={isBusy}
          onClick={() =>
            void run(async () => {
              const now = await api.templateVersions.discard.mutate({ template, version: number, revision });
              close();
              onMoved(now);
            })
          }
        >
          {isBusy ? 'Discarding' : 'Discard it'}
        </button>
      </div>
    </div>
  );
}
