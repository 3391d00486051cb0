'use client';

import { useRef } from 'react';
import { rolloutName } from '@/core/rollout/rollout';
import { minute, number } from '@/core/shown/format';
import { GlassBroken } from '../changes/change-status';
import { CustomerMark } from '../customers/customer-mark';
import { Link } from '../link';
import { useRowKeys } from '../table/row-keys';
import { countWords, RolloutStatus } from './rollout-words';
import type { RolloutLine } from './views';
import './rollouts.css';

interface RolloutTableProps {
  readonly items: readonly RolloutLine[];
  readonly stripes: Readonly<Record<string, number>> | null;
}

export function RolloutTable({ items, stripes }: RolloutTableProps) {
  const region = useRef<HTMLElement>(null);
  useRowKeys(region);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region mt-3" ref={region} tabIndex={0} aria-label="Table of jobs">
      <table className="table table-rollouts">
        <caption className="sr-only">Jobs, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            {stripes ? <th scope="col">Customer</th> : null}
            <th scope="col" className="number">
              Devices
            </th>
            <th scope="col">Outcomes</th>
            <th scope="col">Risk</th>
            <th scope="col">Asked by</th>
            <th scope="col">Asked, UTC</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td className="cell-name">
                <Link className="row-link" href={`/jobs/${one.id}`} data-row>
                  <span className="mono">{rolloutName(one.number)}</span> <bdi>{one.title}</bdi>
                </Link>
              </td>
              <td className="cell-status">
                <RolloutStatus rollout={one} />
                {one.isBreakGlass ? <GlassBroken /> : null}
              </td>
              {stripes ? (
                <td className="cell-customer">
                  <CustomerMark stripe={stripes[one.customer]}>{one.customer}</CustomerMark>
                </td>
              ) : null}
              <td className="cell-count number">{number(one.counts.devices)}</td>
              <td className="cell-outcomes">{countWords(one.counts)}</td>
              <td className="cell-tier mono">{one.tier ?? ''}</td>
              <td className="cell-who">{one.by.name}</td>
              <td className="cell-at mono">
                <time dateTime={one.askedAt}>{minute(one.askedAt)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
