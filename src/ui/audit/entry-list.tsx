'use client';

import { type MouseEvent, useRef, useState } from 'react';
import { eventTitle } from '@/core/events';
import { millisecond, roleTitle } from '@/core/shown/format';
import { CopyId } from '../controls/copy-id';
import { Link } from '../link';
import type { AuditEntry } from '../live/views';
import { useRowKeys } from '../table/row-keys';
import { Outcome } from './entry-detail';
import { EntryDrawer } from './entry-drawer';
import { entryAddress } from './filter';

/** An entry as the address names it: `2026-11-24T14:07:32.123456Z~<id>`. */
export type EntryKey = string;

const keyOf = ({ at, id }: Pick<AuditEntry, 'at' | 'id'>): EntryKey => `${at}~${id}`;

interface EntryListProps {
  readonly entries: readonly AuditEntry[];
  /** The entry that the address names: it is open at once. */
  readonly open: EntryKey | null;
}

/** The entries as a table. One opens in a drawer over it, and is in the address then; without script, on its own page. */
export function EntryList({ entries, open }: EntryListProps) {
  const [opened, setOpened] = useState<EntryKey | null>(open);
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);

  function show(key: EntryKey | null) {
    setOpened(key);
    // Only the address: the list stays as it is, and is not asked for, and traced, a second time.
    const address = new URL(location.href);
    if (key === null) address.searchParams.delete('entry');
    else address.searchParams.set('entry', key);
    history.replaceState(null, '', address.href.replaceAll('%3A', ':').replaceAll('%7E', '~').replaceAll('%2F', '/'));
  }

  function press(event: MouseEvent, entry: AuditEntry) {
    // Whoever asks for a new tab gets the entry's own page.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    show(keyOf(entry));
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section ref={region} className="table-region" tabIndex={0} aria-label="Audit entries">
        <table className="table table-audit">
          <caption className="sr-only">Audit entries, the newest first</caption>
          <thead>
            <tr>
              <th scope="col" className="cell-at">
                Time, UTC
              </th>
              <th scope="col" className="cell-actor">
                Actor
              </th>
              <th scope="col" className="cell-event">
                Action
              </th>
              <th scope="col" className="cell-target">
                Target
              </th>
              <th scope="col" className="cell-outcome">
                Outcome
              </th>
              <th scope="col" className="cell-from">
                From
              </th>
              <th scope="col" className="cell-request">
                Request
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} isOpen={opened === keyOf(entry)} onPress={press} />
            ))}
          </tbody>
        </table>
      </section>
      <EntryDrawer opened={opened} onClose={() => show(null)} />
    </>
  );
}

/** A target without a name is named by its id; eight characters tell it from the others in a row. */
const shortened = (target: string): string => target.replace(/\b([0-9a-f]{8})-[0-9a-f-]{27}$/, '$1…');

interface EntryRowProps {
  readonly entry: AuditEntry;
  readonly isOpen: boolean;
  readonly onPress: (event: MouseEvent, entry: AuditEntry) => void;
}

function EntryRow({ entry, isOpen, onPress }: EntryRowProps) {
  const { at, actor, event, outcome, target, reason, address, requestId } = entry;
  const isBad = outcome === 'refused' || outcome === 'failed' || outcome === 'unknown';
  return (
    <tr {...(isBad ? { 'data-refused': '' } : {})} {...(isOpen ? { 'data-selected': '' } : {})}>
      <td className="cell-at mono">
        <Link className="row-link" data-row="" href={entryAddress(entry)} onClick={(event) => onPress(event, entry)}>
          <time dateTime={at}>{millisecond(at)}</time>
        </Link>
      </td>
      <td className="cell-actor">
        {actor.name ?? actor.kind} {actor.role ? <span className="text-ink-3">{roleTitle(actor.role)}</span> : null}
      </td>
      <td className="cell-event" title={event}>
        {eventTitle(event)} {reason ? <span className="text-ink-3">{reason}</span> : null}
      </td>
      <td className="cell-target" title={target ?? undefined}>
        {target ? shortened(target) : <span className="text-ink-3">—</span>}
      </td>
      <td className="cell-outcome">
        <Outcome outcome={outcome} />
      </td>
      <td className="cell-from mono">{address ?? '—'}</td>
      <td className="cell-request mono">{requestId ? <CopyId id={requestId} what="the request id" /> : '—'}</td>
    </tr>
  );
}
