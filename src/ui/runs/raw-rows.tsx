'use client';

import { useState } from 'react';
import type { RunRow } from '@/core/runs';
import { visible } from '@/core/shown/cells';
import { number } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';

const portion = 250;

/** A row as it came: `+1.204 s  seq=0 host=1.1.1.1 time=9ms445us`. */
const lineOf = ({ afterMs, fields }: RunRow): string =>
  `+${(afterMs / 1000).toFixed(3)} s  ${Object.entries(fields)
    .map(([name, value]) => `${name}=${quotedVisibly(value)}`)
    .join(' ')}`;

const quotedVisibly = (value: string): string =>
  /^[\w./:,+-]+$/.test(value) ? value : `"${visible(value).replaceAll('"', '\\"')}"`;

/** Every field that was let in, as RouterOS wrote it. */
export function RawRows({ rows }: { readonly rows: readonly RunRow[] }) {
  const [drawn, setDrawn] = useState(portion);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className="raw" tabIndex={0}>
        <bdi>{rows.slice(0, drawn).map(lineOf).join('\n')}</bdi>
      </pre>
      <p className="panel-note">
        <CopyButton text={rows.map(lineOf).join('\n')} label="all rows" />{' '}
        {rows.length > drawn ? (
          <button type="button" className="button" onClick={() => setDrawn(drawn + portion)}>
            {number(drawn)} of {number(rows.length)} rows are drawn: draw more
          </button>
        ) : null}
      </p>
    </>
  );
}
