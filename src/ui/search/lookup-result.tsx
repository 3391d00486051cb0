'use client';

import type { Role } from '@/core/access';
import { faults } from '@/core/faults';
import { counted, number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { Link } from '../link';
import { api } from '../trpc';
import { HitTable } from './hit-table';
import { useLookup } from './use-lookup';
import type { Answer, LookupPage } from './views';

/** What the devices said, as it comes: first how many, then where it was found, then who did not answer. */
export function LookupResult({ page, role }: { readonly page: LookupPage; readonly role: Role }) {
  const { lookup, answered, answers } = useLookup(page);
  const { run, failure } = useDeed();
  const found = answers.filter(({ hits }) => hits.length > 0);
  const silent = answers.filter(({ fault }) => fault !== null);
  const isOver = lookup.endedAt !== null;
  const hits = found.reduce((sum, { hits: { length } }) => sum + length, 0);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status">
          <strong>{hits === 0 ? (isOver ? 'Not found' : 'Nothing yet') : counted(hits, 'hit')}</strong>
          {found.length === 0 ? '' : ` on ${counted(found.length, 'device')}`}
          <span className="text-ink-2">
            {' · '}
            {progress(lookup.state, { answered, devices: lookup.devices })}
            {silent.length === 0 ? '' : ` · ${number(silent.length)} did not answer`}
          </span>
        </p>
        {isOver ? null : (
          <button
            type="button"
            className="button"
            onClick={() => run(async () => void (await api.lookups.stop.mutate({ lookup: lookup.id })))}
          >
            Stop asking
          </button>
        )}
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      {found.length === 0 ? null : <HitTable subject={lookup.subject} answers={found} role={role} />}
      {silent.length === 0 ? null : <Silent answers={silent} />}
      <p className="text-ink-3">Only you see this, for a day. Who was looked for is not in the audit log.</p>
    </div>
  );
}

const ends = { done: '', stopped: 'stopped, ', interrupted: 'interrupted, ' } as const;

function progress(
  state: LookupPage['lookup']['state'],
  { answered, devices }: { readonly answered: number; readonly devices: number },
): string {
  if (state === 'intended') return 'waiting for the runner';
  const end = state === 'running' ? '' : ends[state];
  return `${end}${number(answered)} of ${counted(devices, 'device')} asked`;
}

/** Named, each with what kept it: whoever is not found may be behind one of these. */
function Silent({ answers }: { readonly answers: readonly Answer[] }) {
  return (
    <details className="silent" open={answers.length <= 12}>
      <summary>{counted(answers.length, 'device')} did not answer, or not all of it</summary>
      <ul className="found-list">
        {answers.map(({ device, name, customer, fault }) => (
          <li key={device}>
            <Link className="row-link" href={`/devices/${device}`}>
              {name}
            </Link>
            <span className="text-ink-2">{customer}</span>
            <span>{fault === null ? '' : faults[fault].title}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
