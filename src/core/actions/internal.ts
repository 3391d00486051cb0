import { sentenceOf } from './compile';
import type { SentenceForm } from './define';
import { clockMoment } from './router-time';
import type { Sentence } from './sentence';
import { isWithin, versionOf } from './unsupported';
import { durationMs, number, percent } from './values';

/*
 * What the product asks routers for its own sake. None of it is in the catalogue: nobody can choose it.
 */

const always = { since: '0', until: '99', words: [], deadline: { baseMs: 15_000 }, rowCap: 4 } as const;

const probeForms: readonly SentenceForm[] = [
  { ...always, path: '/system/identity/print', fields: ['name'] },
  {
    ...always,
    path: '/system/resource/print',
    fields: ['version', 'board-name', 'architecture-name', 'cpu-load', 'uptime', 'free-memory', 'total-memory'],
  },
];

/** Who is there and how busy is it? `routerOs` is null before the first answer: every version knows these. */
export function probe(routerOs: string | null): readonly Sentence[] {
  const version = versionOf(routerOs ?? '');
  const forms = probeForms.filter((form) => version === null || isWithin(version, form));
  return forms.map((form) => sentenceOf(form, {}, []));
}

const examinationForms: readonly SentenceForm[] = [
  { ...always, path: '/system/clock/print', fields: ['date', 'time', 'gmt-offset'] },
  {
    ...always,
    path: '/tool/ping',
    words: [
      { name: 'address', fixed: '127.0.0.1' },
      { name: 'count', fixed: '1' },
    ],
    fields: ['status', 'time'],
  },
];

/** What only somebody who enrols a device wants to know: its clock (policy `read`), and a ping of its own (policy `test`). */
export const examination = (): { readonly clock: Sentence; readonly ping: Sentence } => {
  const [clock, ping] = examinationForms.map((form) => sentenceOf(form, {}, []));
  if (clock === undefined || ping === undefined) throw new Error('two sentences were made of two forms');
  return { clock, ping };
};

/** What a column of 32 bits holds: 68 years. A clock that is further off is off. */
const mostSkewSeconds = 2 ** 31 - 1;

/** How far a router's clock is ahead of `now` (milliseconds since 1970), in whole seconds; null when it cannot be read. */
export function clockSkewSeconds(fields: Fields, now: number): number | null {
  const local = clockMoment(fields);
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(fields['gmt-offset'] ?? '') ?? [];
  if (local === null || hours === undefined || minutes === undefined) return null;
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const skew = Math.round((local - offsetMs - now) / 1000);
  // RouterOS tells whole seconds.
  return Math.abs(skew) <= 1 ? 0 : Math.max(-mostSkewSeconds, Math.min(skew, mostSkewSeconds));
}

/** What a router says of itself; null for what is missing or absurd. */
export interface Probe {
  readonly identity: string | null;
  readonly model: string | null;
  /** `7.20.8`, without the channel in brackets. */
  readonly version: string | null;
  readonly architecture: string | null;
  /** 0 to 100. */
  readonly cpuPercent: number | null;
  readonly uptimeSeconds: number | null;
  readonly freeMemoryBytes: number | null;
  readonly totalMemoryBytes: number | null;
}

type Fields = Readonly<Record<string, string>>;

/** Reads the rows of each of `probe`'s sentences, in that order. Takes anything, throws nothing. */
export function readProbe([[identity = {}] = [], [resource = {}] = []]: readonly (readonly Fields[])[]): Probe {
  const uptimeMs = durationMs(resource.uptime ?? '');
  return {
    identity: shortLine(identity.name),
    model: shortLine(resource['board-name']),
    version: versionText(resource.version ?? ''),
    architecture: shortLine(resource['architecture-name']),
    cpuPercent: percent(resource['cpu-load'] ?? ''),
    uptimeSeconds: uptimeMs === null ? null : Math.floor(uptimeMs / 1000),
    freeMemoryBytes: size(resource['free-memory']),
    totalMemoryBytes: size(resource['total-memory']),
  };
}

/** A name for a table's cell: one line of at most 64 characters, or nothing. */
function shortLine(text = ''): string | null {
  const line = [...text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()].slice(0, 64).join('');
  return line === '' ? null : line;
}

function versionText(text: string): string | null {
  const [bare = ''] = text.split(' ');
  return versionOf(bare) === null ? null : bare;
}

function size(text = ''): number | null {
  const value = number(text);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
