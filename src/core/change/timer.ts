import { nothingGiven, sentenceOf } from '../actions/compile';
import type { Parameter } from '../actions/parameter';
import { clockMoment } from '../actions/router-time';
import type { Sentence } from '../actions/sentence';
import type { SentenceForm } from '../actions/sentence-form';
import type { Fields } from './step';

/*
 * The timers by which a router without safe mode over the API takes a change back by itself: schedules that run once.
 */

const always = { since: '7', until: '7.99', words: [], deadline: { baseMs: 15_000 }, rowCap: 4 } as const;

const ownName: Parameter = {
  ...{ name: 'name', title: 'Name', kind: 'text', max: 64, isRequired: true },
  explained: 'The exact name of a timer that Routeward itself has set.',
};

/** What is said about timers. The texts of others' schedules may hold what is secret: only their names are asked for. */
export const timerForms = {
  clock: { ...always, path: '/system/clock/print', fields: ['date', 'time', 'gmt-offset'] },
  mode: { ...always, since: '7.17', path: '/system/device-mode/print', fields: ['mode', 'scheduler'] },
  names: { ...always, path: '/system/scheduler/print', fields: ['.id', 'name'], rowCap: 1_000 },
  own: {
    ...{ ...always, path: '/system/scheduler/print', words: [{ query: 'name', from: 'name' }] },
    fields: [
      ...['.id', 'name', 'start-date', 'start-time', 'interval', 'on-event', 'policy', 'run-count', 'next-run'],
      'disabled',
    ],
  },
  remove: { ...always, path: '/system/scheduler/remove', words: [{ name: '.id', found: true }], fields: [] },
} as const satisfies Readonly<Record<string, SentenceForm>>;

/** What `timerSentence` says, for those who check it. */
export const settingForm = (words: SentenceForm['words']): SentenceForm => ({
  ...{ ...always, path: '/system/scheduler/add', words, fields: [] },
});

export const clockAsked = (): Sentence => sentenceOf(timerForms.clock, nothingGiven);
export const modeAsked = (): Sentence => sentenceOf(timerForms.mode, nothingGiven);
export const timerNames = (): Sentence => sentenceOf(timerForms.names, nothingGiven);
export const timerAsked = (name: string): Sentence =>
  sentenceOf(timerForms.own, { values: { name }, parameters: [ownName], rows: [], peer: null });
export const timerRemoved = (row: string): Sentence => sentenceOf(timerForms.remove, { ...nothingGiven, rows: [row] });

/** When a timer fires: at this moment of the router's own clock, or as soon as it has started. */
export type When = { readonly at: number; readonly isIso: boolean } | 'startup';

/** A timer that is to be set. */
export interface Timer {
  readonly name: string;
  readonly when: When;
  readonly script: string;
}

/** All that a timer may do: neither reboot, nor files, nor users. */
const policy = 'read,write';
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Date and time as the router itself writes them. */
function written({ at, isIso }: Exclude<When, 'startup'>): readonly [date: string, time: string] {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return [isIso ? date : `${months[Number(month) - 1]}/${day}/${year}`, time.slice(0, 8)];
}

/** Sets a timer. It runs once, for it has no interval; the name is one of `timersOf`, and the script of `scriptText`. */
export function timerSentence({ name, when, script }: Timer): Sentence {
  const [date, time] = when === 'startup' ? [null, 'startup'] : written(when);
  const words = Object.entries({
    name,
    ...(date === null ? {} : { 'start-date': date }),
    ...{ 'start-time': time, interval: '0s', policy, 'on-event': script },
  });
  return sentenceOf(settingForm(words.map(([word, fixed]) => ({ name: word, fixed }))), nothingGiven);
}

/** Whether a row is exactly this timer, and has still to fire. */
export function isSet({ name, when, script }: Timer, row: Fields): boolean {
  const { 'on-event': source = '', interval = '', 'run-count': runs = '', disabled = '' } = row;
  const granted = (row.policy ?? '').split(',').filter((one) => !one.startsWith('!'));
  const isPlain = row.name === name && source.trimEnd() === script && ['false', 'no', ''].includes(disabled);
  const isOnce = /^(?:0s|00:00:00)$/.test(interval) && runs === '0';
  const isThen =
    when === 'startup'
      ? row['start-time'] === 'startup'
      : clockMoment({ date: row['start-date'] ?? '', time: row['start-time'] ?? '' }) === when.at &&
        row['next-run'] !== undefined;
  return isPlain && isOnce && isThen && granted.sort().join(',') === policy;
}

/** The names of a change's timers: at a moment, at the next start, and at once. */
export function timersOf(change: string): Readonly<Record<'late' | 'startup' | 'now', string>> {
  const stem = `${ownPrefix}${change.replace(/[^0-9a-f]/g, '').slice(0, 12)}`;
  return { late: stem, startup: `${stem}-boot`, now: `${stem}-now` };
}

/** How the names of all timers begin that Routeward sets. */
export const ownPrefix = 'routeward-undo-';

/** The moment that a clock shows, on its own scale; and how it writes a date. Null: it cannot be read. */
export function readClock(row: Fields | undefined): Exclude<When, 'startup'> | null {
  const at = row === undefined ? null : clockMoment(row);
  return at === null ? null : { at, isIso: /^\d{4}-/.test(row?.date ?? '') };
}
