import { nothingGiven, sentenceOf } from './compile';
import type { Parameter } from './parameter';
import { clockMoment } from './router-time';
import type { Sentence } from './sentence';
import type { SentenceForm } from './sentence-form';
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
  return forms.map((form) => sentenceOf(form, nothingGiven));
}

/** The least that can be asked: whoever gets an answer, or is told that it may not ask, has signed in. */
export function whoAreYou(): Sentence {
  const [form] = probeForms;
  if (form === undefined) throw new Error('a probe has sentences');
  return sentenceOf(form, nothingGiven);
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
  const [clock, ping] = examinationForms.map((form) => sentenceOf(form, nothingGiven));
  if (clock === undefined || ping === undefined) throw new Error('two sentences were made of two forms');
  return { clock, ping };
};

const accountForms: readonly SentenceForm[] = [
  { ...always, path: '/user/print', fields: ['name', 'group'], rowCap: 500 },
  { ...always, path: '/user/group/print', fields: ['name', 'policy'], rowCap: 500 },
];

/** Which groups the router's accounts are in, and what the groups may: asked with an account that reads. */
export const accountGroups = (): { readonly users: Sentence; readonly groups: Sentence } => {
  const [users, groups] = accountForms.map((form) => sentenceOf(form, nothingGiven));
  if (users === undefined || groups === undefined) throw new Error('two sentences were made of two forms');
  return { users, groups };
};

/** A name that the product itself gave to what it made on a router. */
const ownName: Parameter = {
  ...{ name: 'name', title: 'Name', kind: 'text', max: 64, isRequired: true },
  explained: 'The exact name of what is looked for.',
};
const byName = [{ query: 'name', from: 'name' }] as const;
const theRow = [{ name: '.id', found: true }] as const;
const abort = [{ name: 'on-error', fixed: 'abort' }] as const;

/**
 * With what a change is kept safe. RouterOS shortens names by itself, so what is removed is found by its exact name first,
 * and then named by its number.
 */
export const guardForms = {
  take: { ...always, since: '7.18', path: '/safe-mode/take', words: abort, fields: [] },
  release: { ...always, since: '7.18', path: '/safe-mode/release', fields: [] },
  unroll: { ...always, since: '7.18', path: '/safe-mode/unroll', fields: [] },
  holder: { ...always, since: '7.18', path: '/safe-mode/print', fields: ['enabled', 'user', 'current', 'owner'] },
  // The undo and redo texts of others may hold what is secret: they are not asked for.
  history: { ...always, path: '/system/history/print', fields: ['time', 'by', 'action', 'policy'], rowCap: 100 },
  file: { ...always, path: '/file/print', words: byName, fields: ['.id', 'name', 'type', 'size', 'creation-time'] },
  removeFile: { ...always, path: '/file/remove', words: theRow, fields: [] },
} as const satisfies Readonly<Record<string, SentenceForm>>;

/** Safe mode over the API, of a router that has it: RouterOS 7.18 and newer. Null for one that has not. */
export function safeModeOf(
  routerOs: string,
): Readonly<Record<'take' | 'release' | 'unroll' | 'holder', Sentence>> | null {
  const version = versionOf(routerOs);
  if (version === null || !isWithin(version, guardForms.take)) return null;
  const { take, release, unroll, holder } = guardForms;
  const said = (form: SentenceForm): Sentence => sentenceOf(form, nothingGiven);
  return { take: said(take), release: said(release), unroll: said(unroll), holder: said(holder) };
}

/** Whether anybody holds safe mode, of a router that had it. */
export const safeModeAsked = (): Sentence => sentenceOf(guardForms.holder, nothingGiven);

/** Who changed what: the newest first. */
export const changesMade = (): Sentence => sentenceOf(guardForms.history, nothingGiven);

/** Rows of exactly this name: at most one. Throws AppError('invalid') for what no word may hold. */
export const fileNamed = (name: string): Sentence =>
  sentenceOf(guardForms.file, { values: { name }, parameters: [ownName], rows: [], peer: null });

/** Takes away the row that was found under its name. Throws Unsupported for what is no number of a row. */
export const fileRemoved = (row: string): Sentence =>
  sentenceOf(guardForms.removeFile, { ...nothingGiven, rows: [row] });

/** The policies of an account out of these answers; null where it stands in neither, as one of a RADIUS server does. */
export function policiesOf(name: string, users: readonly Fields[], groups: readonly Fields[]): string[] | null {
  const group = users.find((user) => user.name === name)?.group;
  const policy = groups.find((one) => one.name === group)?.policy;
  if (group === undefined || policy === undefined) return null;
  // RouterOS 6 and 7 name what is not granted too, with `!` before it.
  return policy.split(',').filter((one) => one !== '' && !one.startsWith('!'));
}

/** The networks that a router is in on an interface. Throws AppError('invalid') for a name that no word may hold. */
export const addressesOn = (name: string): Sentence =>
  sentenceOf(
    {
      ...always,
      path: '/ip/address/print',
      words: [{ query: 'interface', from: 'name' }],
      fields: ['address', 'disabled'],
      rowCap: 500,
    },
    { values: { name }, parameters: [ownName], rows: [], peer: null },
  );

/** Whether a router lets others test the line to it; asked of it with its account that reads. */
export const bandwidthServer = (): Sentence =>
  sentenceOf({ ...always, path: '/tool/bandwidth-server/print', fields: ['enabled'] }, nothingGiven);

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
