'use client';

import { useState } from 'react';
import type { TableShown } from '@/core/actions/shown';
import type { RunRow } from '@/core/runs';
import { cell, isNumeric, isOn, othersIn, rawCell } from '@/core/shown/cells';
import { counted, number } from '@/core/shown/format';
import { lettersOf, resultTable } from '@/core/shown/result-table';

type Fields = RunRow['fields'];

/** More rows than that are drawn when they are asked for: a table of ten thousand stops the page. */
const portion = 250;

/** Rows as RouterOS's own print shows them: flag letters first, with a legend; what is disabled is faint. */
export function ResultTable({ rows, shown }: { readonly rows: readonly RunRow[]; readonly shown: TableShown }) {
  const [drawn, setDrawn] = useState(portion);
  const { rows: all, columns, flags, hasOthers } = resultTable(rows, shown);
  if (all.length === 0) return null;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="result-region" tabIndex={0} aria-label={counted(all.length, 'row')}>
        <table className="result">
          <thead>
            <tr>
              <th scope="col" className="number">
                #
              </th>
              {flags.length > 0 ? <th scope="col">Flags</th> : null}
              {columns.map((column) => (
                <th key={column.field} scope="col" className={isNumeric(column) ? 'number' : undefined}>
                  {column.title}
                </th>
              ))}
              {hasOthers ? <th scope="col">Other</th> : null}
            </tr>
          </thead>
          <tbody>
            {all.slice(0, drawn).map((fields, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the answer is the row's number, and rows only follow
              <tr key={index} {...(isOn(shown.faintIf, fields) ? { 'data-faint': '' } : {})}>
                <td className="number text-ink-3">{number(index)}</td>
                {flags.length > 0 ? <td className="mono">{lettersOf(flags, fields)}</td> : null}
                {columns.map((column) => (
                  <Cell key={column.field} column={column} fields={fields} />
                ))}
                {hasOthers ? (
                  <td className="mono">
                    <bdi>{othersIn(shown.others, fields)}</bdi>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {flags.length > 0 ? (
        <p className="panel-note">
          {flags.map(({ letter, meaning }) => (
            <span key={letter} className="mr-3">
              <b className="mono">{letter}</b> {meaning}
            </span>
          ))}
        </p>
      ) : null}
      {all.length > drawn ? (
        <p className="panel-note">
          {number(drawn)} of {counted(all.length, 'row')} are drawn.{' '}
          <button type="button" className="button" onClick={() => setDrawn(drawn + portion)}>
            Draw {number(Math.min(portion, all.length - drawn))} more
          </button>
        </p>
      ) : null}
    </>
  );
}

/** Sentences are broken into lines; names and addresses never are. */
function classOf(column: TableShown['columns'][number]): string | undefined {
  if (isNumeric(column)) return 'number';
  if (column.field === 'comment' || column.field === 'message') return 'wrapped';
  return column.reads !== 'text' || /address|interface|gateway|caller-id|duid|prefix/.test(column.field)
    ? 'mono'
    : undefined;
}

function Cell({ column, fields }: { readonly column: TableShown['columns'][number]; readonly fields: Fields }) {
  const text = cell(column, fields);
  const raw = rawCell(column, fields);
  const className = classOf(column);
  if (text === null) return <td className={`${className ?? ''} text-ink-3`}>—</td>;
  return (
    <td className={className} {...(raw !== text && isNumeric(column) && raw !== null ? { title: raw } : {})}>
      <bdi>{text}</bdi>
    </td>
  );
}
