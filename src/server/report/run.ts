import { redacted } from '@/core/actions/redaction';
import { faults } from '@/core/faults';
import { hasEnded } from '@/core/runs';
import type { RecordedRun } from '@/core/session-record';
import { counted, number, span } from '@/core/shown/format';
import { actionIn, cutRemark, elapsedMs, runTitle, stateWord } from '@/core/shown/run-words';
import { type Column, type NamedValue, namedValues, paragraph } from './column';
import type { Told } from './compose';
import { type Block, gap, together } from './flow';
import { styles } from './paper';
import { resultBlocks } from './result';

/** Lines of what was asked that stay together. */
const mostTogether = 24;

const nothingChanged = 'Nothing was changed on the router.';
const bad: readonly string[] = ['failed', 'interrupted', 'unknown'];

/** One run: what was asked, what exactly was sent, how it ended, and what came back. */
export function runBlocks(told: Told, run: RecordedRun, column: Column): Block[] {
  const title = paragraph(column, runTitle(run), styles.strong);
  const values = namedValues(column, 62, [
    {
      name: 'Action',
      text: actionIn(run) === null ? `${run.action}, of another version of the catalogue` : run.action,
    },
    { name: 'Parameters', text: parametersOf(run), style: styles.code },
    { name: 'Sent', text: run.sent === null ? 'nothing' : sentText(run.sent), style: styles.code },
    {
      name: 'State',
      text: stateOf(told, run),
      style: bad.includes(run.state) ? { ...styles.value, ink: 'fail' } : styles.value,
    },
  ]);
  const room = { ...gap(6, true), isWide: column.isWide };
  const result = resultBlocks(told, run, column);
  const said = [...values, ...faultOf(run, column), ...(result.length === 0 ? [] : [room])];
  // What was asked stands on the page on which the answer begins, unless it is longer than people ask.
  const isShort = said.length <= mostTogether;
  return [
    ...title.map((one) => ({ ...one, keepsNext: true })),
    ...(isShort && result.length > 0 ? said.map((one) => ({ ...one, keepsNext: true })) : together(said)),
    ...result,
    ...remarksOf(told, run, column),
  ];
}

/** Sentences beyond which they follow each other on the line: a snapshot asks more than a page has lines. */
const mostLines = 8;

const sentText = (sent: readonly string[]): string => sent.join(sent.length > mostLines ? '; ' : '\n');

/** `count=5 interface="to the east"`, in the order of the catalogue: the database keeps none. */
function parametersOf(run: RecordedRun): string {
  const known = (actionIn(run)?.parameters ?? []).map(({ name }) => name);
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  const ordered = Object.entries(run.params).toSorted(([a], [b]) => place(a) - place(b));
  const parts = ordered.map(([name, value]) => `${name}=${written(value)}`);
  return parts.length === 0 ? 'none' : parts.join(' ');
}

function written(value: unknown): string {
  const text = Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : JSON.stringify(value);
  return text === redacted || /^[\w./:,+-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
}

/** `Done · 4.2 s · 5 rows`. */
function stateOf({ cover }: Told, run: RecordedRun): string {
  const ms = elapsedMs(run, Date.parse(cover.exportedAt));
  const took = ms === null ? 'never begun' : ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms / 1000);
  return [stateWord({ state: run.state, isStopping: false }), took, counted(run.rowCount, 'row')].join(' · ');
}

function faultOf({ fault }: RecordedRun, column: Column): Block[] {
  if (fault === null) return [];
  const { title, advice } = faults[fault.code];
  const values: NamedValue[] = [
    { name: 'Fault', text: title, style: styles.failedStrong },
    ...(fault.message === advice ? [] : [{ name: 'In its words', text: fault.message, style: styles.code }]),
    { name: 'What to do', text: `${advice} ${nothingChanged}` },
  ];
  return namedValues(column, 62, values);
}

const endings = {
  interrupted: `It was interrupted: whoever spoke to the router went away before the answer was over. The rows so far are kept. ${nothingChanged}`,
  stopped: `It was stopped on request. The rows so far are kept. ${nothingChanged}`,
  unknown: 'How it ended is not known.',
} as const;

/** What the rows do not say: that there are more of them, and why there are not. */
function remarksOf({ printed }: Told, run: RecordedRun, column: Column): Block[] {
  const { state, rows, rowCount, isTruncated } = run;
  const leftOut = printed.get(run.id)?.leftOut ?? 0;
  const remarks = [
    ...(leftOut === 0
      ? []
      : [`${counted(leftOut, 'further row')} left out of this PDF. The CSV and the JSON hold them.`]),
    ...(rowCount > rows.length
      ? [`The record holds the first ${number(rows.length)} of ${counted(rowCount, 'row')}.`]
      : []),
    ...(isTruncated ? [cutRemark(run, rowCount)] : []),
    ...(state === 'interrupted' || state === 'stopped' || state === 'unknown' ? [endings[state]] : []),
    ...(hasEnded(state) ? [] : ['It had not ended when the record was made.']),
  ];
  if (remarks.length === 0) return [];
  const style = { ...styles.small, ink: 'ink' } as const;
  return [{ ...gap(3), isWide: column.isWide }, ...remarks.flatMap((remark) => paragraph(column, remark, style))];
}
