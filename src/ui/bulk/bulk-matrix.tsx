'use client';

import { Fragment, useRef, useState } from 'react';
import type { Role } from '@/core/access';
import { counted, number } from '@/core/shown/format';
import type { SummaryColumn } from '@/core/shown/summary';
import type { BulkDevice } from '../live/views';
import { useRowKeys } from '../table/row-keys';
import { BulkRow } from './bulk-row';
import { DeviceAnswer } from './device-answer';
import { type MatrixView, rowsAPage } from './matrix';
import { SortHead } from './sort-head';
import { ViewLink } from './view-link';

interface BulkMatrixProps {
  readonly path: string;
  readonly view: MatrixView;
  /** All of the view, in its order. */
  readonly devices: readonly BulkDevice[];
  readonly columns: readonly SummaryColumn[];
  readonly role: Role;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** One line a device: what became of it, and what it answered in the columns of the action. */
export function BulkMatrix({ path, view, devices, columns, role, now }: BulkMatrixProps) {
  const region = useRef<HTMLElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useRowKeys(region);
  const pages = Math.max(1, Math.ceil(devices.length / rowsAPage));
  const page = Math.min(view.page, pages);
  const first = (page - 1) * rowsAPage;
  const shown = devices.slice(first, first + rowsAPage);
  const hasSites = devices.some(({ site }) => site !== null);
  const width = 5 + columns.length + (hasSites ? 1 : 0);
  function toggle(id: string) {
    setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  }
  if (devices.length === 0)
    return (
      <p className="border-t border-rule bg-surface px-4 py-6">
        No device stands so.{' '}
        <ViewLink path={path} to={{ ...view, outcome: null, page: 1 }}>
          Show all of them
        </ViewLink>
      </p>
    );
  const head = { path, view };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-region" ref={region} tabIndex={0} aria-label="Result of each device">
        <table className="table table-bulk">
          <caption className="sr-only">
            {number(shown.length)} of {counted(devices.length, 'device')}
          </caption>
          <thead>
            <tr>
              <SortHead {...head} sort={null} words="Outcome" />
              <SortHead {...head} sort="name" words="Identity" />
              {hasSites ? <SortHead {...head} sort="site" words="Site" /> : null}
              {columns.map(({ key, title, isNumeric }) => (
                <SortHead key={key} {...head} sort={key} words={title} isNumeric={isNumeric} />
              ))}
              <SortHead {...head} sort="took" words="Took" isNumeric />
              <th scope="col">What went wrong</th>
              <th scope="col">
                <span className="sr-only">Answer</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((device) => (
              <Fragment key={device.device}>
                <BulkRow
                  device={device}
                  columns={columns}
                  hasSites={hasSites}
                  isOpen={open.has(device.device)}
                  onToggle={toggle}
                />
                {open.has(device.device) && device.run !== null ? (
                  <tr className="bulk-answer">
                    <td colSpan={width}>
                      <DeviceAnswer
                        key={`${device.run} ${device.outcome}`}
                        run={device.run}
                        place={device.name}
                        role={role}
                        now={now}
                        onHide={() => toggle(device.device)}
                      />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
      {pages === 1 ? null : (
        <div className="pager">
          <span>
            {number(first + 1)} to {number(first + shown.length)} of {number(devices.length)}
          </span>
          {page > 1 ? (
            <ViewLink className="button" path={path} to={{ ...view, page: page - 1 }}>
              {number(rowsAPage)} before
            </ViewLink>
          ) : null}
          {page < pages ? (
            <ViewLink className="button" path={path} to={{ ...view, page: page + 1 }}>
              Next {number(Math.min(rowsAPage, devices.length - first - rowsAPage))}
            </ViewLink>
          ) : null}
        </div>
      )}
    </>
  );
}
