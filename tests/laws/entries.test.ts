import { describe, expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import { asksForFields, placeOf } from '@/core/actions/compile';
import type { Action, Inverse, Read, Write } from '@/core/actions/define';
import { readOf, reads } from '@/core/actions/index';
import { isSecretName } from '@/core/actions/redaction';
import type { SentenceForm, Sieve, Word } from '@/core/actions/sentence-form';
import type { FactsShown, Shown, TableShown } from '@/core/actions/shown';
import { writeOf, writes } from '@/core/actions/writes';
import { extraPolicies, neededPolicies, watchPolicies } from '@/core/enrolment/accounts';

/** Another entry like that of ping, for the tests that show that a law bites. */
const spoilt = (changes: Partial<Read>): Read => ({ ...readOf('tool.ping'), ...changes });

function unexplained({ parameters, purpose, limits }: Action): string[] {
  const wrong = parameters
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
  const unsaid = [purpose, ...limits].filter((text) => !/^[A-Z].*[.?]$/.test(text));
  return [...wrong, ...unsaid];
}

describe('every entry says what it is, and every parameter where it ends', () => {
  test('an explanation and bounds', () => {
    expect(actions.flatMap((action) => unexplained(action).map((what) => `${action.id}: ${what}`))).toEqual([]);
    expect(actions.flatMap(({ parameters }) => parameters).length).toBeGreaterThan(150);
  });

  test('that law bites', () => {
    const base = { title: 'A', isRequired: false, explained: 'A.' };
    expect(
      unexplained(
        spoilt({
          purpose: 'Nobody knows',
          parameters: [
            { ...base, name: 'a', kind: 'integer', min: 2, max: 1 },
            { ...base, name: 'b', kind: 'text', max: Number.POSITIVE_INFINITY },
            { ...base, name: 'c', kind: 'flag', explained: '' },
            { ...base, name: 'd', kind: 'choice', choices: ['x', 'x'] },
            { ...base, name: 'e', kind: 'choice', choices: ['x', 'y'] },
          ],
        }),
      ),
    ).toEqual(['a', 'b', 'c', 'd', 'Nobody knows']);
  });
});

type Listed = TableShown | FactsShown;
const listedIn = (shown: Shown): readonly Listed[] => {
  if (shown.as === 'parts') return shown.parts;
  return shown.as === 'table' || shown.as === 'facts' ? [shown] : [];
};

/** Each field that is shown, with the place of the sentence it comes from. */
function shownFields({ shown, sieve }: Read): readonly (readonly [place: number, field: string])[] {
  const sifted = siftedFields(sieve).map((field) => [sieve?.sentence ?? 0, field] as const);
  const seen = listedIn(shown).flatMap((part) =>
    part.as === 'facts'
      ? part.groups.flatMap(({ facts }) =>
          facts.flatMap(({ sentence, field, orElse }) =>
            [field, orElse ?? field].map((name) => [sentence, name] as const),
          ),
        )
      : [
          ...part.columns.flatMap(({ field, orElse }) => [field, orElse ?? field]),
          ...part.flags.map(({ field }) => field),
          ...part.others,
          ...(part.faintIf ? [part.faintIf] : []),
        ].map((name) => [part.sentence, name] as const),
  );
  return [...sifted, ...seen];
}

const siftedFields = (sieve: Sieve | null): readonly string[] => [
  ...[sieve?.anyOf, sieve?.within, sieve?.covering].flatMap((rule) => rule?.field ?? []),
  ...[...(sieve?.contains ?? []), ...(sieve?.is ?? [])].flatMap(({ fields }) => fields),
  ...[...(sieve?.latest?.alike ?? []), ...(sieve?.busiest?.by ?? [])],
];

/** Fields that the entry shows and that no sentence of that place has. */
function unread(read: Read): string[] {
  const fieldsAt = (place: number) =>
    read.sentences.filter((form) => placeOf(form) === place).flatMap(({ fields }) => fields);
  return shownFields(read).flatMap(([place, field]) => (fieldsAt(place).includes(field) ? [] : [field]));
}

const parametersIn = (words: readonly Word[]): readonly string[] =>
  words.flatMap((word) => ('ifOn' in word ? [word.ifOn] : 'from' in word ? [word.from] : []));

/** A parameter that nothing uses would be a promise that nobody keeps. */
function usedParameters(action: Action): readonly string[] {
  const said = action.sentences.flatMap(({ words, when = {}, rowCapFrom, deadline }) => [
    ...parametersIn(words),
    ...Object.keys(when),
    ...(rowCapFrom === undefined ? [] : [rowCapFrom]),
    ...(deadline.plusProductOf ?? []),
  ]);
  if (action.effect === 'write')
    return [
      ...said,
      ...parametersIn(action.finds?.by ?? []),
      ...(action.finds?.is ?? []).map(({ parameter }) => parameter),
      // What they name is looked up, compared or written down when the write is carried out.
      ...action.parameters.filter(({ kind }) => aside.includes(kind)).map(({ name }) => name),
    ];
  const { sieve } = action;
  return [
    ...said,
    ...[sieve?.anyOf, sieve?.within, sieve?.covering, sieve?.last, sieve?.first, sieve?.busiest].flatMap(
      (rule) => rule?.parameter ?? [],
    ),
    ...[...(sieve?.contains ?? []), ...(sieve?.is ?? [])].map(({ parameter }) => parameter),
    ...(action.guard === null
      ? []
      : action.parameters.filter(({ kind }) => aside.includes(kind)).map(({ name }) => name)),
  ];
}

const aside: readonly string[] = ['fingerprint', 'template', 'device', 'reason', 'confirmation'];

function dangling(action: Action): string[] {
  const names = action.parameters.map(({ name }) => name);
  const used = usedParameters(action);
  return [...used.filter((name) => !names.includes(name)), ...names.filter((name) => !used.includes(name))];
}

/** Fields that are let in and shown nowhere: no reason to ask for them. */
const hiddenAnyway: readonly string[] = ['.id', '.section'];
function unshown(read: Read): string[] {
  if (listedIn(read.shown).length === 0) return [];
  const shown = shownFields(read);
  const own = new Set(listedIn(read.shown).flatMap((part) => placesShown(part)));
  return read.sentences
    .filter((form) => own.has(placeOf(form)))
    .flatMap((form) =>
      form.fields.filter((field) => !shown.some(([at, name]) => at === placeOf(form) && name === field)),
    )
    .filter((field) => !hiddenAnyway.includes(field));
}

const placesShown = (part: Listed): readonly number[] =>
  part.as === 'table' ? [part.sentence] : part.groups.flatMap(({ facts }) => facts.map(({ sentence }) => sentence));

describe('an entry names nothing that is not there, and asks for nothing that is not shown', () => {
  test('every column, flag and fact is among the fields of its sentence', () => {
    expect(reads.flatMap((read) => unread(read).map((field) => `${read.id}: ${field}`))).toEqual([]);
    expect(reads.flatMap((read) => unshown(read).map((field) => `${read.id}: ${field}`))).toEqual([]);
  });

  test('every parameter is used, and every one that is used is there', () => {
    expect(actions.flatMap((action) => dangling(action).map((name) => `${action.id}: ${name}`))).toEqual([]);
  });

  test('a form asks for no field twice, and for no secret', () => {
    const forms: readonly SentenceForm[] = actions.flatMap(({ sentences }) => sentences);
    expect(forms.filter(({ fields }) => new Set(fields).size !== fields.length).map(({ path }) => path)).toEqual([]);
    expect(actions.flatMap(secretsAsked)).toEqual([]);
    expect(forms.filter((form) => asksForFields(form) && form.fields.length === 0)).toEqual([]);
  });

  test('that law bites', () => {
    const shown = {
      as: 'table',
      sentence: 0,
      columns: [{ field: 'nobody', title: 'N', reads: 'text' }],
      flags: [],
      others: [],
    } as const;
    const wrong = spoilt({ shown, parameters: readOf('tool.ping').parameters.slice(1) });
    expect(unread(wrong)).toEqual(['nobody', 'nobody']);
    expect(dangling(wrong)).toEqual(['address', 'address']);
    expect(unshown(wrong)).toContain('seq');
    const write: Write = writeOf('fw.addrlist.remove');
    const finds = { by: [{ query: 'password', from: 'list' }], fields: ['psk'], mostRows: 1 } as const;
    const inverse = { how: 'addBack', fields: ['secret'], explained: 'A.' } as const;
    expect(secretsAsked({ ...write, finds, inverse })).toEqual(['psk', 'secret', 'password']);
  });
});

/** What is read, compared with or said again of what nobody may see. */
function secretsAsked(action: Action): readonly string[] {
  const finds = action.effect === 'write' ? action.finds : null;
  const words = [...action.sentences.flatMap((form) => form.words), ...(finds?.by ?? [])];
  return [
    ...action.sentences.flatMap(({ fields }) => fields),
    ...(finds?.fields ?? []),
    ...(action.effect === 'write' ? fieldsBack(action.inverse) : []),
    ...words.flatMap((word) => ('query' in word ? [word.query, ...('orQuery' in word ? [word.orQuery] : [])] : [])),
  ].filter(isSecretName);
}

function fieldsBack(inverse: Inverse): readonly string[] {
  if (inverse.how === 'byChoice') return inverse.of.flatMap(({ undoing }) => fieldsBack(undoing));
  return inverse.how === 'setBack' || inverse.how === 'addBack' ? inverse.fields : [];
}

describe('a write says how it is undone, and by which read it is seen', () => {
  const all: readonly Write[] = writes;
  test.each(all.map((write) => [write.id, write] as const))('%s', (_, write) => {
    expect(write.inverse.explained).toMatch(/^[A-Z].*\.$/);
    expect(write.raised.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
    const read = reads.find(({ id }) => id === write.shownBy.action);
    expect(read).toBeDefined();
    const filled = [...Object.keys(write.shownBy.given), ...Object.keys(write.shownBy.fixed ?? {})];
    const wanted: readonly { readonly name: string; readonly isRequired: boolean }[] = read?.parameters ?? [];
    expect(filled.filter((name) => !wanted.some((parameter) => parameter.name === name))).toEqual([]);
    expect(wanted.filter(({ name, isRequired }) => isRequired && !filled.includes(name))).toEqual([]);
    const names: readonly string[] = write.parameters.map(({ name }) => name);
    expect(Object.values(write.shownBy.given).filter((name) => !names.includes(name))).toEqual([]);
    expect(write.policies).toContain('write');
    expect(lookedAmiss(write)).toEqual([]);
    expect(shortened(write)).toEqual([]);
  });

  test('that law bites', () => {
    const write: Write = writeOf('ipsec.peer.drop');
    expect(lookedAmiss({ ...write, finds: null })).toEqual(['takes a row that nothing looks for']);
    const finds = { by: [], fields: ['remote-address'], mostRows: 1 };
    expect(lookedAmiss({ ...write, finds })).toEqual(['takes the number of a row and does not read it']);
    expect(lookedAmiss({ ...write, policies: ['write'] })).toEqual(['looks for rows without the policy to read']);
    expect(shortened({ ...writeOf('vlan.add'), refusedWhen: ['alreadyThere'] })).toEqual(['interface']);
    expect(shortened({ ...writeOf('ppp.secret.set'), refusedWhen: [] })).toEqual(['profile']);
  });
});

const takesFound = ({ sentences }: Write): boolean =>
  sentences.some(({ words }) => words.some((word) => 'found' in word));

/** A row that is changed is looked for, and named by its number. What is looked for may also be a menu of settings. */
function lookedAmiss(write: Write): string[] {
  const { finds, policies } = write;
  return [
    ...(finds === null && takesFound(write) ? ['takes a row that nothing looks for'] : []),
    ...(finds !== null && takesFound(write) && !finds.fields.includes('.id')
      ? ['takes the number of a row and does not read it']
      : []),
    ...(finds !== null && !policies.includes('read') ? ['looks for rows without the policy to read'] : []),
  ];
}

/** What a name stands for that is written, and refers to nothing: what is new, and chains, which are whatever is written. */
const newNames: readonly string[] = ['name', 'chain'];
/** Rows of other menus under names that a person types as text. */
const referring: readonly string[] = ['profile', 'queue', 'routing-table', 'routing-mark', 'server', 'parent'];

/** Words in which RouterOS would take the beginning of a name for the whole, where nothing refuses that. */
function shortened({ parameters, sentences, refusedWhen }: Write): readonly string[] {
  if (refusedWhen.includes('inexactName')) return [];
  const isInterface = (name: string): boolean =>
    parameters.some((one) => one.name === name && (one.kind === 'interface' || one.kind === 'interfaces'));
  const said = sentences.flatMap(({ words }) =>
    words.flatMap((word) => ('from' in word && 'name' in word ? [word] : [])),
  );
  const names = said.filter(
    ({ name, from }) => referring.includes(name) || (isInterface(from) && !newNames.includes(name)),
  );
  return [...new Set(names.map(({ name }) => name))];
}

/** What the account that would do it is never given when a router is enrolled. */
function notGranted({ effect, policies }: Action): readonly string[] {
  const granted: readonly string[] =
    effect === 'read'
      ? [...neededPolicies.read, ...watchPolicies]
      : [...neededPolicies.write, ...Object.values(extraPolicies).flat()];
  return policies.filter((policy) => !granted.includes(policy));
}

describe('what an action wants of its account can be granted', () => {
  test('by what every account has, or by what is given it for that', () => {
    expect(actions.flatMap((action) => notGranted(action).map((policy) => `${action.id}: ${policy}`))).toEqual([]);
  });

  test('that law bites', () => {
    expect(notGranted(spoilt({ policies: ['read', 'sensitive'] }))).toEqual(['sensitive']);
    expect(notGranted({ ...writeOf('sys.reboot'), policies: ['write', 'sniff'] })).toEqual(['sniff']);
  });
});
