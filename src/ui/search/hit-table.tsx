'use client';

import type { Role } from '@/core/access';
import { type Hit, sourceTitles } from '@/core/lookup/hits';
import type { Subject } from '@/core/lookup/subject';
import { Link } from '../link';
import { Permitted } from '../permitted';
import { OpenOnHit } from './open-on-hit';
import { SubscriberLink } from './subscriber-link';
import type { Answer } from './views';

interface HitTableProps {
  readonly subject: Subject;
  /** Those with hits. */
  readonly answers: readonly Answer[];
  readonly role: Role;
}

/** Where it was found, a row for each table of a device that has it. */
export function HitTable({ subject, answers, role }: HitTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" tabIndex={0} aria-label="Where it was found">
      <table className="table table-hits">
        <caption className="sr-only">Where it was found, by device</caption>
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">Found in</th>
            <th scope="col">Name</th>
            <th scope="col">MAC address</th>
            <th scope="col">Address</th>
            <th scope="col">Where</th>
            <th scope="col">VLAN</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr-only">Session</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {answers.flatMap((answer) =>
            answer.hits.map((hit, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: hits come once, and two of a table can be alike
              <HitRow key={`${answer.device} ${index}`} subject={subject} answer={answer} hit={hit} role={role} />
            )),
          )}
        </tbody>
      </table>
    </section>
  );
}

interface HitRowProps {
  readonly subject: Subject;
  readonly answer: Answer;
  readonly hit: Hit;
  readonly role: Role;
}

function HitRow({ subject, answer: { device, name, customer }, hit, role }: HitRowProps) {
  return (
    <tr>
      <td className="cell-name">
        <Link className="row-link" href={`/devices/${device}`}>
          {name}
        </Link>{' '}
        <span className="text-ink-3">{customer}</span>
      </td>
      <td className="cell-source">{sourceTitles[hit.source]}</td>
      <td>
        <bdi>{hit.name ?? ''}</bdi>
      </td>
      <td className="mono">{hit.mac ?? ''}</td>
      <td className="mono">{hit.address ?? ''}</td>
      <td>
        <bdi>{hit.place ?? ''}</bdi>
      </td>
      <td className="mono">{hit.vlan ?? ''}</td>
      <td>
        <bdi>{hit.note ?? ''}</bdi>
      </td>
      <td className="cell-deed">
        <span className="inline-flex flex-wrap gap-2">
          <OpenOnHit subject={subject} device={{ id: device, name }} hit={hit} />
          <Permitted role={role} permission="template.deploy">
            <SubscriberLink device={device} hit={hit} />
          </Permitted>
        </span>
      </td>
    </tr>
  );
}
