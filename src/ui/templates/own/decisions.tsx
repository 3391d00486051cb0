'use client';

import { useRouter } from 'next/navigation';
import { FailureNotice } from '../../controls/failure-notice';
import { useDeed } from '../../controls/use-deed';
import { saveFile } from '../../take-file';
import { api } from '../../trpc';
import { Discard } from './discard';
import { InReview } from './in-review';
import type { VersionView } from './views';

interface DecisionsProps {
  readonly version: VersionView;
  readonly text: string;
  /** How many things are wrong with it as it is typed. */
  readonly faults: number;
  readonly isSaved: boolean;
  readonly onMoved: (version: VersionView) => void;
}

/** How a version moves on. What its state does not allow is not there. */
export function Decisions({ version, text, faults, isSaved, onMoved }: DecisionsProps) {
  const router = useRouter();
  const { run, isBusy, failure } = useDeed();
  const { template, version: number, revision, state } = version;
  const seen = { template, version: number, revision };
  const versions = api.templateVersions;
  const move = (deed: () => Promise<VersionView>) => () => void run(async () => onMoved(await deed()));
  const button = (words: string, deed: () => void, isPrimary = false) => (
    <button
      type="button"
      className={isPrimary ? 'button button-primary' : 'button'}
      aria-disabled={isBusy}
      onClick={deed}
    >
      {words}
    </button>
  );

  return (
    <section className="template-form" aria-label="How it moves on">
      {state === 'draft' ? (
        <>
          {button(
            'Save',
            move(() => versions.save.mutate({ ...seen, document: text })),
            !isSaved,
          )}
          <p className="text-ink-2">{isSaved ? 'It is saved as it stands here.' : 'It is not saved.'}</p>
          {isSaved && faults === 0 ? (
            button(
              'Submit for review',
              move(() => versions.submit.mutate(seen)),
              true,
            )
          ) : (
            <p className="text-ink-2">It is submitted once it is saved and nothing is wrong with it.</p>
          )}
          <Discard version={version} onMoved={onMoved} />
        </>
      ) : null}
      {state === 'inReview' ? <InReview version={version} isBusy={isBusy} onDecide={(deed) => move(deed)()} /> : null}
      {state === 'published' ? (
        <>
          <p className="text-ink-2">
            Retired, no change is made by it any more; what was made by it can still be taken back.
          </p>
          {button(
            'Retire',
            move(() => versions.retire.mutate(seen)),
          )}
        </>
      ) : null}
      {state === 'discarded' ? (
        <p className="text-ink-2">It was discarded by {version.changedBy}, and is kept as it was.</p>
      ) : null}
      {state === 'published' || state === 'retired'
        ? button('Begin a new version', () =>
            run(async () => {
              const made = await versions.create.mutate({ template, from: template });
              router.push(`/templates/own/${template}/${made.version}`);
            }),
          )
        : null}
      {button('Export', () =>
        run(async () => {
          const { name, document } = await versions.export.query({ template, version: number });
          saveFile(new Blob([document], { type: 'application/json' }), name);
        }),
      )}
      {failure ? <FailureNotice failure={failure} /> : null}
    </section>
  );
}
