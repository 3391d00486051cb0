'use client';

import { useRef } from 'react';
import { clockTime } from '@/core/shown/format';
import { ChangeStatus } from '../changes/change-status';
import { FaultWords } from '../changes/fault-words';
import { placesOf, type StagePlace } from '../changes/standing';
import { Link } from '../link';
import { useRowKeys } from '../table/row-keys';
import type { MemberView } from './views';

/** Each is written down before the next byte goes to the router. */
const steps = ['Restore point', 'Guard armed', 'Applied', 'Reached', 'Read back', 'Released'];

/** Each device with what was reached on it and when, as it goes. */
export function ResultMatrix({ members }: { readonly members: readonly MemberView[] }) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" ref={region} tabIndex={0} aria-label="How it goes on each device">
      <table className="table table-rollout table-results">
        <caption className="sr-only">Devices in the order in which they are made, with times in UTC</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              Wave
            </th>
            <th scope="col">Device</th>
            <th scope="col">Outcome</th>
            {steps.map((step) => (
              <th key={step} scope="col">
                {step}
              </th>
            ))}
            <th scope="col">What went wrong</th>
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
  const { change, name, wave, state, isPart, releasedAt, fault, found, waitsFor } = member;
  const places = placesOf({ ...member, faultCode: fault?.code ?? null });
  const isWaiting = isPart && state === 'authorised' && releasedAt === null;
  return (
    <tr>
      <td className="cell-count number">{wave ?? ''}</td>
      <td className="cell-name">
        <Link className="row-link" href={`/changes/${change}`} data-row>
          {name}
        </Link>
      </td>
      <td className="cell-status">
        {isWaiting ? <span className="text-ink-2">Pending</span> : <ChangeStatus state={state} />}
      </td>
      {steps.map((step, index) => (
        <td key={step} className="cell-step mono">
          {isPart && !isWaiting ? <Reached place={places[index]} step={step} /> : null}
        </td>
      ))}
      <td className="cell-fault">
        {fault === null ? (found?.refusals[0] ?? waitsFor ?? '') : <FaultWords fault={fault} />}
      </td>
    </tr>
  );
}

function Reached({ place, step }: { readonly place: StagePlace | undefined; readonly step: string }) {
  if (place === undefined || place.is === 'awaited' || place.is === 'left') return null;
  if (place.at === null)
    return (
      <span className="text-write">
        <span aria-hidden="true">…</span>
        <span className="sr-only">{step} under way</span>
      </span>
    );
  return <time dateTime={place.at}>{clockTime(new Date(place.at))}</time>;
}
