import { useState } from 'react';
import { longestReason } from '@/core/change/change';
import { api } from '../../trpc';
import type { VersionView } from './views';

interface InReviewProps {
  readonly version: VersionView;
  readonly isBusy: boolean;
  readonly onDecide: (deed: () => Promise<VersionView>) => void;
}

/** What becomes of a submitted version: another Super Admin publishes it or sends it back, an author takes it back. */
export function InReview({ version, isBusy, onDecide }: InReviewProps) {
  const [reason, setReason] = useState('');
  const { template, version: number, revision, digest, isAuthor, whyNot } = version;
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  const versions = api.templateVersions;
  return (
    <>
      {whyNot.publish === null && digest !== null ? (
        <button
          type="button"
          className="button button-primary"
          aria-disabled={isBusy}
          onClick={() => onDecide(() => versions.publish.mutate({ template, version: number, digest }))}
        >
          Publish
        </button>
      ) : (
        <p className="text-ink-2">{whyNot.publish}</p>
      )}
      <label className="grid gap-1">
        {isAuthor ? 'Why it is taken back' : 'Why it is sent back, for its authors'}
        <textarea
          className="field py-1.5"
          rows={2}
          maxLength={longestReason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        className="button"
        aria-disabled={isBusy}
        onClick={() => onDecide(() => versions.sendBack.mutate({ template, version: number, revision, ...why }))}
      >
        {isAuthor ? 'Take it back' : 'Send it back'}
      </button>
    </>
  );
}
