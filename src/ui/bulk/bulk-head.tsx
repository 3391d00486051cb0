'use client';

import type { Role } from '@/core/access';
import { type BulkCounts, settled } from '@/core/bulk-runs';
import { counted, minute, number, roleTitle } from '@/core/shown/format';
import { runTitle } from '@/core/shown/run-words';
import { Link } from '../link';
import type { BulkRunPage } from '../live/views';
import { Calm } from '../runs/calm';
import { BulkDeeds } from './bulk-deeds';

interface BulkHeadProps extends Pick<BulkRunPage, 'bulkRun' | 'repeats'> {
  readonly counts: BulkCounts;
  readonly role: Role;
}

/** What was asked, of how many, by whom and when; how far it has come; and what can be done about it. */
export function BulkHead({ bulkRun, repeats, counts, role }: BulkHeadProps) {
  const { customer, by, askedAt, devices, params, repeatOf } = bulkRun;
  const ended = settled(counts);
  const progress = `${number(ended)} of ${counted(devices, 'device')} have come to an end`;
  // A flag that is off is nothing that was asked.
  const values = Object.entries(params).filter(([, value]) => value !== false);
  return (
    <header className="bulk-head">
      <p className="mb-1">
        <Link href={`/customers/${customer}/bulk`}>Bulk runs in {customer}</Link>
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>
          <bdi>{runTitle(bulkRun)}</bdi> on {counted(devices, 'device')}
        </h1>
        <span className="badge">READ</span>
        <span className="flex-1" />
        <BulkDeeds bulkRun={bulkRun} counts={counts} role={role} />
      </div>
      <p className="text-ink-2">
        Asked <time dateTime={askedAt}>{minute(askedAt)} UTC</time> by {by.name} · {roleTitle(by.role)}
        {values.length === 0 ? null : (
          <>
            {' · '}
            <bdi className="mono break-words">
              {values.map(([name, value]) => `${name}=${String(value)}`).join(' ')}
            </bdi>
          </>
        )}
      </p>
      {repeatOf === null ? null : (
        <p>
          Repeats what failed of <Link href={`/customers/${customer}/bulk/${repeatOf}`}>an earlier bulk run</Link>.
        </p>
      )}
      {repeats.length === 0 ? null : (
        <p>
          What failed was repeated:{' '}
          {repeats.map(({ id, askedAt: at }, index) => (
            <span key={id}>
              {index === 0 ? '' : ', '}
              <Link href={`/customers/${customer}/bulk/${id}`}>
                <time dateTime={at}>{minute(at)} UTC</time>
              </Link>
            </span>
          ))}
        </p>
      )}
      <div className="bulk-progress">
        <progress value={ended} max={devices} aria-label="Devices that have come to an end" />
        <span aria-hidden="true">{progress}</span>
        <Calm words={progress} isFinal={ended === devices} />
      </div>
    </header>
  );
}
