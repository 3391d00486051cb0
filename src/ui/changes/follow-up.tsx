'use client';

import { useRouter } from 'next/navigation';
import { changeName } from '@/core/change/change';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { Link } from '../link';
import { api } from '../trpc';
import type { ChangeView } from './views';

/** What can be begun from a change that is over: it is taken back, or asked for anew. Both are changes of their own. */
export function FollowUp({ change }: { readonly change: ChangeView }) {
  const { id, state, takenBack, whyNot } = change;
  if (state === 'unknown' && whyNot.revert === null)
    return (
      <>
        <Begin
          words="Take back what was made of it"
          explained="A change of its own: its preview says what of this change is there now."
          begin={() => api.changes.revert.mutate({ change: id })}
        />
        <Again change={change} />
      </>
    );
  if (state === 'verified' || takenBack !== null)
    return whyNot.revert === null ? (
      <Begin
        words="Take it back"
        explained="A change of its own: previewed before anything is sent."
        begin={() => api.changes.revert.mutate({ change: id })}
      />
    ) : (
      <p className="text-ink-2">
        {takenBack === null ? (
          whyNot.revert
        ) : (
          <>
            <Link href={`/changes/${takenBack.id}`}>{changeName(takenBack.number)}</Link> takes it back.
          </>
        )}
      </p>
    );
  return <Again change={change} />;
}

function Again({ change: { id, state, device, template, values, reverts, again } }: { readonly change: ChangeView }) {
  if (again === null) return null;
  // What took another one back and is unknown for good may have done so: that one is not taken back a second time.
  if (state === 'unknown' && reverts !== null)
    return (
      <p>
        <Link href={`/templates?device=${device}`}>Deploy a template</Link>
      </p>
    );
  if (again === 'form')
    return (
      <p>
        <Link href={formOf(template, device, values)}>Ask for it again</Link>: what is secret has to be typed anew.
      </p>
    );
  return (
    <Begin
      words="Preview it again"
      explained="The router is read anew. Nothing is sent before a person authorises it."
      begin={() =>
        reverts === null
          ? api.changes.ask.mutate({ device, template, values: { ...values } })
          : api.changes.revert.mutate({ change: reverts?.id ?? id })
      }
    />
  );
}

/** The form of the template with the device and the values that may be shown. */
function formOf(template: string, device: string, values: ChangeView['values']): string {
  const open = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]);
  return `/templates/${template}?${new URLSearchParams([['device', device], ...open])}`;
}

interface BeginProps {
  readonly words: string;
  readonly explained: string;
  readonly begin: () => Promise<{ readonly change: string }>;
}

function Begin({ words, explained, begin }: BeginProps) {
  const router = useRouter();
  const { run, isBusy, failure } = useDeed();
  return (
    <section aria-label="What can be done now">
      <button
        type="button"
        className="button"
        aria-disabled={isBusy}
        onClick={() => run(async () => router.push(`/changes/${(await begin()).change}`))}
      >
        {isBusy ? 'Asking' : words}
      </button>
      <p className="text-ink-2">{explained}</p>
      {failure ? <FailureNotice failure={failure} /> : null}
    </section>
  );
}
