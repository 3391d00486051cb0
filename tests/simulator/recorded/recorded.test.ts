import { describe, expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import { type Capabilities, onlyVersion } from '@/core/actions/capabilities';
import { compile, compileWith } from '@/core/actions/compile';
import { compileWrite } from '@/core/actions/compile-write';
import { isReadId } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { Unsupported } from '@/core/actions/unsupported';
import { isWriteId } from '@/core/actions/writes';
import type { SimulatedRouter } from '@/simulator/router';
import { type Client, rowsIn } from '../client';
import { full, meet, router } from '../started';
import { recordings, unsaid } from './all';
import { expectBroughtBack } from './brought-back';
import { type Answer, type Dialect, dialects, type Pattern, type Recording } from './recording';
import { lookedUp, menuFor, noticed, type Row, said, standing, takenBack } from './undoing';

const has = (row: Row, pattern: Pattern): boolean =>
  Object.entries(pattern).every(([name, wanted]) => {
    const value = row[name];
    if (wanted === null || value === undefined) return wanted === null && value === undefined;
    return typeof wanted === 'string' ? value === wanted : wanted.test(value);
  });

/** Rows that do not look as recorded, whole, so that a failure shows them. */
const unlike = (rows: readonly Row[], pattern: Pattern): readonly Row[] => rows.filter((row) => !has(row, pattern));

function expectAnswer(heard: readonly (readonly string[])[], answer: Answer): void {
  const trap = heard.find(([first]) => first === '!trap');
  if ('trap' in answer) {
    expect(trap).toContain(`=message=${answer.trap}`);
    return;
  }
  expect(trap).toBeUndefined();
  if ('done' in answer) {
    const [, ...words] = heard.at(-1) ?? [];
    expect(unlike(rowsIn([['!re', ...words]]), answer.done)).toEqual([]);
    return;
  }
  const rows = rowsIn(heard);
  if (answer.rows === 'some') expect(rows.length).toBeGreaterThan(0);
  else expect(rows).toHaveLength(answer.rows === 'none' ? 0 : answer.rows);
  expect(unlike(rows, answer.each ?? {})).toEqual([]);
  if (answer.one !== undefined)
    expect({ rows, has: rows.some((row) => has(row, answer.one ?? {})) }).toMatchObject({ has: true });
}

const capabilitiesOf = ({ lacks = [] }: Pick<Recording, 'lacks'>, version: Dialect): Capabilities => ({
  ...onlyVersion(version),
  lacks,
});

interface Chosen {
  readonly values: Values;
  readonly isMeant: (row: Row) => boolean;
}

/** Somebody looks at the menu and chooses: what they chose is given with the values, and that very row is meant. */
async function chosen({ values, row = {}, chosen: from }: Recording, menu: string, client: Client): Promise<Chosen> {
  if (from === undefined) return { values, isMeant: (one) => has(one, row) };
  const seen = rowsIn(await client.ask(`${menu}/print`)).find((one) => has(one, row));
  if (seen === undefined) throw new Error(`${menu} has no row like ${JSON.stringify(row)}`);
  const picked = Object.entries(from).map(([parameter, field]) => [parameter, seen[field] ?? '']);
  return {
    values: { ...values, ...Object.fromEntries(picked) },
    isMeant: (one) => one['.id'] === seen['.id'],
  };
}

/** What any action may want of its account. */
const operator = { ...full, policies: [...full.policies, 'reboot', 'ftp'] };

const isTrap = ({ answer }: Recording['says'][number]): boolean => 'trap' in answer;

async function playRead(recording: Recording, version: Dialect, place: SimulatedRouter): Promise<void> {
  const { action, values, says } = recording;
  if (!isReadId(action)) throw new Error(`${action} is no read`);
  const client = await meet(place);
  const sentences = compileWith(action, values, {
    router: capabilitiesOf(recording, version),
    peer: recording.peer ?? null,
  });
  expect(sentences.map(({ path, words }) => [path, ...words])).toEqual(says.map(({ words }) => words));
  const before = place.state.hash();
  for (const { words, answer } of says) expectAnswer(await client.ask(...words), answer);
  expect(place.state.hash()).toBe(before);
}

/** The write is said as the entry finds its rows, and taken back as the entry says. */
async function playWrite(recording: Recording, version: Dialect, place: SimulatedRouter): Promise<void> {
  const { action: id, says, afterwards, secrets = {} } = recording;
  if (!isWriteId(id)) throw new Error(`${id} is no write`);
  const client = await meet(place);
  const router = capabilitiesOf(recording, version);
  const { values, isMeant } = await chosen(recording, menuFor({ id, values: recording.values, router }), client);
  const before = standing(place);
  const change = { client, id, values, router, secrets };
  const noted = await lookedUp(change, isMeant);
  expect(standing(place)).toEqual(before);
  const told = (words: readonly string[]) => words.map((word) => word.replace('[row]', noted.row?.['.id'] ?? ''));
  const sentences = said(change, noted);
  expect(sentences.map(({ path, words }) => [path, ...words])).toEqual(says.map(({ words }) => told(words)));
  let ret: string | null = null;
  for (const { words, answer } of says) {
    const heard = await client.ask(...told(words));
    expectAnswer(heard, answer);
    ret =
      heard
        .at(-1)
        ?.find((word) => word.startsWith('=ret='))
        ?.slice('=ret='.length) ?? ret;
  }
  const isRefused = says.some(isTrap);
  const done = isRefused ? null : await noticed(change, noted, { sentences, ret });
  if (afterwards !== undefined) expectAnswer(await client.ask(...told(afterwards.words)), afterwards.answer);
  if (done === null) {
    expect(standing(place)).toEqual(before);
    return;
  }
  await takenBack(change, noted, done);
  expectBroughtBack(change, noted, { before, after: standing(place) });
}

describe.each(recordings.map((recording) => [recording.action, recording] as const))('%s', (_, recording) => {
  test.each(recording.on)('is said and answered as recorded: %s', async (version) => {
    const { model = 'RB5009', role = 'gateway' } = recording;
    const play = isReadId(recording.action) ? playRead : playWrite;
    await play(recording, version, await router({ version, model, accounts: [operator], character: { role } }));
  });
});

describe.each(unsaid.map((one) => [one.action, one] as const))('%s', (_, one) => {
  test.each(one.on)('is refused with its reason: %s', (version) => {
    const capabilities = capabilitiesOf(one, version);
    const say = () =>
      isWriteId(one.action)
        ? compileWrite(one.action, one.values, { router: capabilities, rows: ['*1'] })
        : compile(one.action, one.values, capabilities);
    expect(say).toThrow(Unsupported);
    expect(say).toThrow(one.because);
  });
});

// A snapshot is dozens of sentences: it has a test of its own.
const elsewhere: readonly string[] = ['cfg.snapshot'];

test('each of the 81 is recorded on a dialect at least, but for a template, which only its steps say to a router', () => {
  const recorded = new Set<string>([...recordings.map(({ action }) => action), ...elsewhere]);
  expect(actions).toHaveLength(81);
  expect(actions.filter(({ id }) => !recorded.has(id)).map(({ id }) => id)).toEqual(['tpl.apply']);
});

test('each of the 81 has a recording on every dialect, or the reason why there is none', () => {
  const covered = new Set(
    [...recordings, ...unsaid].flatMap(({ action, on }) => on.map((version) => `${action} ${version}`)),
  );
  const missing = actions
    .filter(({ id }) => !elsewhere.includes(id))
    .flatMap(({ id }) => dialects.map((version) => `${id} ${version}`))
    .filter((one) => !covered.has(one));
  expect(missing).toEqual([]);
});
