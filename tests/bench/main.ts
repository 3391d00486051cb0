import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { auditAppend } from './audit-append';
import { auditLog } from './audit-log';
import { withBigIsp } from './big-isp';
import { bulkRun } from './bulk-run';
import type { Measured } from './compare';
import { dispatch } from './dispatch';
import { enrolment } from './enrolment';
import { farRouters } from './far-routers';
import { lookup } from './lookup';
import { type Place, withPlace } from './place';
import { report } from './report';
import { requests } from './requests';
import { rowSecurity } from './row-security';
import { signInPage } from './sign-in-page';
import { start } from './start';
import { circumstances, heading, type Row, withRows, written } from './table';
import { wire } from './wire';

/** What can be measured, by the name it is asked for. They share a database, which fills from one to the next. */
const measurements: Readonly<Record<string, (place: Place) => Promise<Measured[]>>> = {
  requests,
  'row-security': rowSecurity,
  'audit-append': auditAppend,
  'audit-log': auditLog,
  'far-routers': farRouters,
  wire,
  report,
  start,
  'sign-in-page': signInPage,
  dispatch,
  'big-isp': ({ owner }) =>
    withBigIsp(owner, 1_200, async (isp) => {
      const all: Measured[] = [];
      for (const measure of [enrolment, bulkRun, lookup]) all.push(...(await measure(isp)));
      return all;
    }),
};
const order = Object.keys(measurements);

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, readme: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !order.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}. There are: ${order.join(', ')}.`);
const wanted = positionals.length === 0 ? order : order.filter((name) => positionals.includes(name));

/** What was measured is kept at once, as the next one may fail. */
function keep(rows: readonly Row[], on: string): void {
  const readme = new URL('../../README.md', import.meta.url);
  writeFileSync(readme, withRows(readFileSync(readme, 'utf8'), rows, { order, on }));
}

await withPlace(asked.full, async (place) => {
  const [{ server_version: postgres = '' } = {}] = await place.owner`show server_version`;
  const on = circumstances(String(postgres).split(' ')[0] ?? '');
  console.log([on, '', ...heading].join('\n'));
  for (const name of wanted) {
    const measured = await measurements[name]?.(place).catch((error: unknown) => {
      // Said here, as what it leaves behind may keep its place from being removed, which would be said instead.
      console.error(`${name}:`, error);
      throw error;
    });
    const rows: Row[] = (measured ?? []).map((one) => ({ from: name, ...one }));
    for (const row of rows) console.log(written(row));
    if (asked.readme) keep(rows, on);
  }
});
// What a measurement left running would keep this alive for ever.
process.exit();
