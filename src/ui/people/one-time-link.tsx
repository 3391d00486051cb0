import { useId } from 'react';
import { minute } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';

export interface MadeLink {
  readonly link: string;
  readonly expiresAt: string;
  /** Whether it is on its way by mail too. */
  readonly isMailed: boolean;
}

interface OneTimeLinkProps {
  /** What it is a link to: "Invitation link". */
  readonly label: string;
  /** Whom to give it to. */
  readonly to: string;
  readonly made: MadeLink;
}

/** A link in the only moment in which it is there to be seen: the server keeps nothing but its hash. */
export function OneTimeLink({ label, to, made: { link, expiresAt, isMailed } }: OneTimeLinkProps) {
  const id = useId();
  return (
    <div className="grid gap-2">
      <label htmlFor={id}>{label}</label>
      <div className="flex gap-2">
        <input
          className="field min-w-0 flex-1 font-mono"
          id={id}
          readOnly
          value={link}
          aria-describedby={`${id}-hint`}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton text={link} label={`the ${label.toLowerCase()}`} />
      </div>
      <p id={`${id}-hint`}>
        It works once, until <time dateTime={expiresAt}>{minute(expiresAt)} UTC</time>, and is kept nowhere: copy it
        now.{' '}
        {isMailed ? (
          <>
            It is also mailed to <bdi className="font-medium break-words">{to}</bdi>.
          </>
        ) : (
          <>
            No mail is set up, so give it to <bdi className="font-medium break-words">{to}</bdi> yourself.
          </>
        )}
      </p>
    </div>
  );
}
