import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile, isPrint } from '@/core/actions/compile';
import type { Action, SentenceForm, Value } from '@/core/actions/define';
import { actionIds, actionOf, actions } from '@/core/actions/index';
import { probe } from '@/core/actions/internal';
import type { Sentence } from '@/core/actions/sentence';
import { importsAmong } from './imports';
import { madeUp, product, type Source } from './tree';

const all: readonly Action[] = actions;
const forms = (action: Action): readonly SentenceForm[] => action.sentences;

/** Another entry like that of ping, for the tests that show that a law bites. */
const spoilt = (changes: Partial<Action>): Action => ({ ...actionOf('tool.ping'), ...changes });

describe('the catalogue is the one that was drawn up', () => {
  const drawnUp = {
    'sys.overview': 'read',
    'log.entries': 'read',
    'if.list': 'read',
    'ip.routes': 'read',
    'fw.rules': 'read',
    'tool.ping': 'read',
    'tool.traceroute': 'read',
    'tool.bwtest': 'read',
  };
  const differences = (catalogue: readonly Action[]): string[] => {
    const here = catalogue.map(({ id, effect }) => `${id} ${effect}`).sort();
    const wanted = Object.entries(drawnUp).map(([id, effect]) => `${id} ${effect}`);
    return [...here.filter((line) => !wanted.includes(line)), ...wanted.filter((line) => !here.includes(line))];
  };

  test('every id and its effect, each once', () => {
    expect(differences(all)).toEqual([]);
    expect(new Set(actionIds).size).toBe(actionIds.length);
  });

  test('that law bites', () => {
    expect(differences([...all.slice(1), spoilt({ id: 'tool.pong' })])).toEqual(['tool.pong read', 'tool.ping read']);
  });
});

const versions = ['6.40', '6.49.18', '7.1.5', '7.20.8', '7.24'];
const needed: Readonly<Record<string, Value>> = { address: '192.0.2.1', 'dst-address': '192.0.2.0/24' };

/** Each enabled action with the values it cannot do without, in every way its choices decide what it says. */
function spokenBy(action: Action): (readonly Sentence[])[] {
  const required = action.parameters.filter(({ isRequired }) => isRequired).map(({ name }) => [name, needed[name]]);
  const whens = forms(action).map(({ when = {} }) => when);
  return versions.flatMap((version) =>
    whens
      .filter((when) => !(version.startsWith('6') && when.table === 'nat' && when.family === '6'))
      .map((when) => compile(idOf(action), { ...Object.fromEntries(required), ...when }, version)),
  );
}

function idOf({ id }: Action) {
  const found = actionIds.find((one) => one === id);
  if (found === undefined) throw new Error(`the catalogue has no ${id}`);
  return found;
}

const proplist = /^=\.proplist=(.*)$/;
const mismatched = (sentences: readonly Sentence[]): string[] =>
  sentences
    .filter(({ path, words, reply }) => {
      const asked = words.flatMap((word) => proplist.exec(word)?.[1] ?? []);
      return path.endsWith('/print') ? asked.join() !== reply.fields.join() : asked.length > 0;
    })
    .map(({ path }) => path);

describe('what is asked for is what is let in', () => {
  const enabled = all.filter(({ disabledBecause }) => disabledBecause === null);

  test('the fields of the reply are the .proplist of every printing sentence', () => {
    const said = [...enabled.flatMap(spokenBy), probe(null)];
    expect(said.length).toBeGreaterThan(versions.length * enabled.length);
    expect(said.flatMap(mismatched)).toEqual([]);
    expect(all.flatMap(forms).filter((form) => new Set(form.fields).size !== form.fields.length)).toEqual([]);
  });

  test('that law bites', () => {
    const [identity] = probe(null);
    if (identity === undefined) throw new Error('the probe says nothing');
    expect(mismatched([identity])).toEqual([]);
    expect(mismatched([{ ...identity, reply: { ...identity.reply, fields: ['name', 'serial-number'] } }])).toHaveLength(
      1,
    );
  });

  test('every version answers the sentences that the screen counts on, in their places', () => {
    for (const action of enabled) {
      const counts = new Set(
        spokenBy(action).map((sentences) => sentences.map(({ path }) => path.split('/').at(-1)).length),
      );
      expect([action.id, ...counts]).toEqual([action.id, lastShown(action) + 1]);
    }
  });
});

/** The highest place of a sentence that is shown or sifted. */
function lastShown({ shown, sieve }: Action): number {
  const places = shown.as === 'facts' ? shown.groups.flatMap(({ facts }) => facts.map(({ sentence }) => sentence)) : [];
  return Math.max(sieve?.sentence ?? 0, shown.as === 'table' ? shown.sentence : 0, ...places);
}

function unexplained({ parameters }: Action): string[] {
  return parameters
    .filter((parameter) => {
      const isBounded = 'max' in parameter ? Number.isSafeInteger(parameter.max) && parameter.max > 0 : true;
      const hasFloor = 'min' in parameter ? parameter.min <= parameter.max : true;
      const hasChoices =
        'choices' in parameter
          ? new Set(parameter.choices).size === parameter.choices.length && parameter.choices.length > 1
          : true;
      const isSaid = parameter.explained.endsWith('.') && parameter.title !== '';
      return !(isBounded && hasFloor && hasChoices && isSaid);
    })
    .map(({ name }) => name);
}

describe('every parameter says what it is and where it ends', () => {
  test('an explanation and bounds', () => {
    expect(all.flatMap(unexplained)).toEqual([]);
    expect(all.flatMap(({ parameters }) => parameters).length).toBeGreaterThan(20);
  });

  test('that law bites', () => {
    const base = { title: 'A', isRequired: false, explained: 'A.' };
    expect(
      unexplained(
        spoilt({
          parameters: [
            { ...base, name: 'a', kind: 'integer', min: 2, max: 1 },
            { ...base, name: 'b', kind: 'text', max: Number.POSITIVE_INFINITY },
            { ...base, name: 'c', kind: 'flag', explained: '' },
            { ...base, name: 'd', kind: 'choice', choices: ['x', 'x'] },
            { ...base, name: 'e', kind: 'choice', choices: ['x', 'y'] },
          ],
        }),
      ),
    ).toEqual(['a', 'b', 'c', 'd']);
  });
});

/** Names that the entry uses and none of its sentences or parameters has. */
function dangling(action: Action): string[] {
  const fields = new Set(forms(action).flatMap((form) => form.fields));
  const parameters = new Set(action.parameters.map(({ name }) => name));
  return [
    ...shownFields(action).filter((field) => !fields.has(field)),
    ...usedParameters(action).filter((name) => !parameters.has(name)),
    ...[...parameters].filter((name) => !usedParameters(action).includes(name)),
  ];
}

function shownFields({ shown, sieve }: Action): string[] {
  const sifted = [sieve?.anyOf, sieve?.contains, sieve?.within].flatMap((rule) => rule?.field ?? []);
  if (shown.as === 'facts')
    return shown.groups.flatMap(({ facts }) => facts.flatMap(({ field, orElse }) => [field, orElse ?? field]));
  if (shown.as !== 'table') return sifted;
  const columns = shown.columns.flatMap(({ field, orElse }) => [field, orElse ?? field]);
  return [
    ...sifted,
    ...columns,
    ...shown.flags.map(({ field }) => field),
    ...shown.others,
    ...(shown.faintIf ? [shown.faintIf] : []),
  ];
}

/** A parameter that nothing uses would be a promise that nobody keeps. */
function usedParameters(action: Action): string[] {
  const { sieve } = action;
  const said = forms(action).flatMap(({ words, when = {}, rowCapFrom, deadline }) => [
    ...words.flatMap((word) => ('fixed' in word ? [] : 'ifOn' in word ? [word.ifOn] : [word.from])),
    ...Object.keys(when),
    ...(rowCapFrom === undefined ? [] : [rowCapFrom]),
    ...(deadline.plusProductOf ?? []),
  ]);
  return [
    ...said,
    ...[sieve?.anyOf, sieve?.contains, sieve?.within, sieve?.last].flatMap((rule) => rule?.parameter ?? []),
  ];
}

describe('an entry names nothing that is not there', () => {
  test('every column, flag and fact is among the fields; every parameter is used', () => {
    expect(all.flatMap((action) => dangling(action).map((name) => `${action.id}: ${name}`))).toEqual([]);
    const hidden = all.flatMap(({ shown, sentences }) =>
      shown.as === 'table'
        ? sentences.filter((form: SentenceForm) => !isPrint(form) && shown.columns.length === 0)
        : [],
    );
    expect(hidden).toEqual([]);
  });

  test('that law bites', () => {
    const shown = {
      as: 'table',
      sentence: 0,
      columns: [{ field: 'nobody', title: 'N', reads: 'text' }],
      flags: [],
      others: [],
    } as const;
    expect(dangling(spoilt({ shown, parameters: actionOf('tool.ping').parameters.slice(1) }))).toEqual([
      'nobody',
      'nobody',
      'address',
      'address',
    ]);
  });
});

/** Files that make sentences without asking the catalogue. */
function makers(sources: readonly Source[]): string[] {
  const taking = importsAmong(sources)
    .filter(
      ({ path, names }) =>
        path?.startsWith('src/core/actions/compile') && (names.includes('sentenceOf') || names.includes('*')),
    )
    .map(({ from }) => from.path);
  const branding = sources.filter(({ text }) => /\bas (unknown as )?Sentence\b/.test(text)).map(({ path }) => path);
  return [...new Set([...taking, ...branding])].sort();
}

describe('nothing makes a sentence but the catalogue', () => {
  test('the brand is given by compile.ts, and only internal.ts uses its maker', () => {
    expect(makers(product)).toEqual(['src/core/actions/compile.ts', 'src/core/actions/internal.ts']);
    expect(
      readFileSync(new URL('../../src/core/actions/compile.ts', import.meta.url), 'utf8').match(/as Sentence/g),
    ).toHaveLength(1);
  });

  test('that law bites', () => {
    const taking = madeUp(
      'src/server/runner/a.ts',
      "import { sentenceOf } from '@/core/actions/compile';",
      'sentenceOf();',
    );
    const branding = madeUp('src/server/runner/b.ts', "const it = { path: '/x' } as unknown as Sentence;");
    const compiled = product.filter(({ path }) => path === 'src/core/actions/compile.ts');
    expect(makers([...compiled, taking, branding])).toEqual([
      'src/core/actions/compile.ts',
      taking.path,
      branding.path,
    ]);
  });
});
