'use client';

import { useRef } from 'react';
import { faults } from '@/core/faults';
import { Link } from '../link';
import { useRowKeys } from '../table/row-keys';
import type { MemberView } from './views';

/** What was found on each device before anybody decides: whether it is reached, what has to hold, our own path, and the result. */
export function Preflight({ members }: { readonly members: readonly MemberView[] }) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" ref={region} tabIndex={0} aria-label="What each device would take">
      <table className="table table-rollout">
        <caption className="sr-only">Devices in the order in which they are made</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              #
            </th>
            <th scope="col">Device</th>
            <th scope="col">Reached</th>
            <th scope="col">Precondition</th>
            <th scope="col">Lockout check</th>
            <th scope="col">Result</th>
            <th scope="col">Digest</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Row key={member.change} member={member} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ member }: { readonly member: MemberView }) {
  const { position, change, name, found, state, shortDigest } = member;
  const result = resultOf(member);
  return (
    <tr>
      <td className="cell-count number">{position}</td>
      <td className="cell-name">
        <Link className="row-link" href={`/changes/${change}`} data-row>
          {name}
        </Link>
      </td>
      <td className="cell-reach">{reachOf(member)}</td>
      <td className="cell-precondition">{found === null ? '' : (found.refusals[0] ?? 'Met')}</td>
      <td className="cell-lockout">{lockoutOf(found)}</td>
      <td className={`cell-result font-medium ${result.look}`}>{result.words}</td>
      <td className="cell-digest mono">{state === 'previewed' ? shortDigest : ''}</td>
    </tr>
  );
}

const reachOf = ({ state, found, fault }: MemberView): string =>
  state === 'previewing' ? 'Being read' : found === null && fault !== null ? faults[fault.code].title : 'Yes';

const lockoutOf = (found: MemberView['found']): string =>
  found === null ? '' : (found.lockout ?? found.warnings[0] ?? 'Our path stays');

/** `+1 row`, `2 rows set`; or why there is nothing to authorise. */
function resultOf({ state, found }: MemberView): { readonly words: string; readonly look: string } {
  if (state === 'previewing') return { words: '', look: '' };
  if (state === 'unneeded') return { words: 'Skip: as it would be', look: 'text-ink-2' };
  if (state === 'refused') return { words: 'Blocked', look: 'text-fail' };
  if (state === 'failed') return { words: 'Left out', look: 'text-fail' };
  if (state !== 'previewed' || found === null) return { words: 'Not made', look: 'text-ink-2' };
  const count = (deed: 'add' | 'set' | 'remove') => found.changes.filter((row) => row.deed === deed).length;
  const parts = [
    ...(count('add') > 0 ? [`+${count('add')}`] : []),
    ...(count('set') > 0 ? [`${count('set')} set`] : []),
    ...(count('remove') > 0 ? [`−${count('remove')}`] : []),
  ];
  return { words: parts.join(', '), look: 'text-proposed' };
}
