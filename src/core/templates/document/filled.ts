import type { Parameter } from '../../actions/parameter';
import { type Permitted, permitted } from '../../change/permitted';
import type { Verb } from '../../change/step';
import type { Filling, StepForm } from '../define';
import type { derived } from '../derived';
import type { Path } from './json';
import { documentVerbs } from './shape';

/* What the fillings of one step say: nothing outside the allow-list, a secret only where one belongs, names that are there. */

/** What is wrong, and where. */
export interface Wrong {
  readonly path: Path;
  /** Reads after the place. */
  readonly message: string;
}

type Form = Readonly<Record<string, Filling>>;
type Part = 'where' | 'fields';

/** What ends a word for the router, or makes it more than one value. */
const unspeakable = /=/;

export interface Filled {
  readonly step: StepForm;
  readonly path: Path;
  readonly parameters: readonly Parameter[];
}

const deeds = {
  ...{ have: 'looked for', add: 'added', set: 'set', remove: 'removed' },
  ...{ move: 'moved', do: 'done' },
} as const satisfies Readonly<Record<Verb, string>>;

/** Commands, what is read elsewhere than it is written, and what no guard undoes are direct actions; sessions alone may be ended. */
const isForDocuments = ({ menu, at, command, isUnguarded, kind }: Permitted): boolean =>
  at === menu && command === undefined && (!isUnguarded || kind === 'passing');

/** Which entry of the allow-list a step falls under, or why it falls under none. */
export function permittedFor({ menu, verb }: Pick<StepForm, 'menu' | 'verb'>, path: Path): Permitted | Wrong {
  const ofMenu = permitted.filter((one) => one.menu === menu && isForDocuments(one));
  const found = ofMenu.find((one) => one.verb === verb);
  if (found !== undefined) return found;
  if (ofMenu.length === 0) return { path: [...path, 'menu'], message: `no template may reach ${menu}` };
  const may = documentVerbs.filter((one) => ofMenu.some((known) => known.verb === one)).map((one) => deeds[one]);
  return { path: [...path, 'verb'], message: `in ${menu} things may be ${may.join(' or ')}, and not ${deeds[verb]}` };
}

export function wrongFillings(filled: Filled, entry: Permitted): readonly Wrong[] {
  const { where, fields } = filled.step;
  return [
    ...wrongNames(filled, entry),
    ...wrongIn(filled, entry, 'where', where),
    ...wrongIn(filled, entry, 'fields', fields),
  ];
}

function wrongNames({ step, path }: Filled, { menu, verb, where, fields, kind }: Permitted): readonly Wrong[] {
  const beyond = (part: Part, form: Form, allowed: readonly string[], what: string): readonly Wrong[] =>
    Object.keys(form)
      .filter((name) => !allowed.includes(name))
      .map((name) => ({ path: [...path, part, name], message: `${menu} has no such field to be ${what}` }));
  const isNamed = Object.keys(step.where).length > 0;
  const both = Object.keys(step.fields).filter((name) => Object.hasOwn(step.where, name));
  const none = verb === 'set' && Object.keys(step.fields).length === 0;
  return [
    ...beyond('where', step.where, where, kind === 'settings' ? 'found by: it is one of settings' : 'found by'),
    ...beyond('fields', step.fields, fields, deeds[verb]),
    ...both.map((name) => ({ path: [...path, 'fields', name], message: 'stands in “where” already' })),
    ...(!isNamed && kind !== 'settings'
      ? [
          {
            path: [...path, 'where'],
            message: `has to say which ${entryNoun(menu)}: a step about every row is nobody’s intention`,
          },
        ]
      : []),
    ...(none ? [{ path: [...path, 'fields'], message: 'has to set something' }] : []),
  ];
}

const entryNoun = (menu: string): string => permitted.find((one) => one.menu === menu)?.noun ?? 'row';

function wrongIn(filled: Filled, entry: Permitted, part: Part, form: Form): readonly Wrong[] {
  return Object.entries(form).flatMap(([name, filling]) => {
    const at = [...filled.path, part, name];
    const isAimed = part === 'where' && (filled.step.verb === 'set' || filled.step.verb === 'remove');
    const left = isAimed ? mayBeLeftOut(filled, filling) : null;
    if (left !== null)
      return [{ path: at, message: `${left} may be left out, and then the step would be about more rows` }];
    return wrongFilling(filled, filling, { at, isSecret: entry.secrets.includes(name), isNumber: name === '.id' });
  });
}

/** A parameter that this hangs on and that may have no value where the step is made; null: there is none. */
function mayBeLeftOut({ step, parameters }: Filled, filling: Filling): string | null {
  if ('from' in filling && filling.or !== undefined) return null;
  const text = 'text' in filling ? filling.text : '';
  const names =
    'from' in filling ? [filling.from] : [...text.matchAll(/\{([\w-]+)\}/g)].flatMap(([, name]) => name ?? []);
  return (
    names.find((name) => {
      const found = parameters.find((one) => one.name === name);
      return found !== undefined && found.isRequired !== true && !('byDefault' in found) && step.given !== name;
    }) ?? null
  );
}

interface Place {
  readonly at: Path;
  /** Its field holds what nobody reads again. */
  readonly isSecret: boolean;
  /** It names a row by its number. */
  readonly isNumber: boolean;
}

function wrongFilling(filled: Filled, filling: Filling, place: Place): readonly Wrong[] {
  const { at, isSecret, isNumber } = place;
  const wrong = (message: string, ...deeper: readonly string[]): Wrong => ({ path: [...at, ...deeper], message });
  const kindOf = (name: string) => filled.parameters.find((one) => one.name === name)?.kind;
  if (isSecret && !('from' in filling && kindOf(filling.from) === 'secret' && filling.or === undefined))
    return [wrong('is secret: it is only filled from a parameter of the kind secret, and never written down here')];
  if (isNumber && !('from' in filling && kindOf(filling.from) === 'row' && filling.or === undefined))
    return [wrong('is the number of a row: it is only filled from a parameter of the kind row')];
  if ('fixed' in filling)
    return unspeakable.test(filling.fixed) ? [wrong('may have no equals sign in it', 'fixed')] : [];
  if ('text' in filling) return wrongText(filled, filling.text, (message) => wrong(message, 'text'));
  if ('item' in filling) {
    const { each } = filled.step;
    if (each === undefined)
      return [wrong('is the one value of several, and the step is made for none: it has no “each”')];
    return wrongAs(filled.parameters, each, filling.as).map((message) => wrong(message, 'as'));
  }
  const unknown = wrongName(filled.parameters, filling.from, isSecret);
  if (unknown !== null) return [wrong(unknown, 'from')];
  const deeper = filling.or === undefined ? [] : wrongFilling(filled, filling.or, { ...place, at: [...at, 'or'] });
  return [...wrongAs(filled.parameters, filling.from, filling.as).map((message) => wrong(message, 'as')), ...deeper];
}

/** A value of a parameter goes where it is named: a secret only into a field that holds one. */
function wrongName(parameters: readonly Parameter[], name: string, isSecret = false): string | null {
  const found = parameters.find((one) => one.name === name);
  if (found === undefined) return `there is no parameter ${name}`;
  if (found.kind === 'secret' && !isSecret) return `${name} is secret, and this is a field that anybody may read`;
  return null;
}

/** Braces mean a value and nothing else: one that stays would be said to the router as it is. */
function wrongText({ step, parameters }: Filled, text: string, wrong: (message: string) => Wrong): readonly Wrong[] {
  const plain = text.replace(/\{[\w-]+\}/g, '');
  const named = [...text.matchAll(/\{([\w-]+)\}/g)].flatMap(([, name]) => name ?? []);
  const found = named.flatMap((name) => {
    if (name === 'item')
      return step.each === undefined ? ['{item} is the one value of several, and the step has no “each”'] : [];
    return wrongName(parameters, name) ?? [];
  });
  const stray = /[{}]/.test(plain)
    ? ['a brace stands for the beginning or the end of a parameter’s name, and for nothing else']
    : [];
  return [...found, ...stray, ...(unspeakable.test(text) ? ['may have no equals sign in it'] : [])].map(wrong);
}

/** What is taken of a value has to follow from its kind, tried with values that it takes. */
function wrongAs(
  parameters: readonly Parameter[],
  name: string,
  as: Parameters<typeof derived>[2] | undefined,
): readonly string[] {
  const parameter = parameters.find((one) => one.name === name);
  if (as === undefined || parameter === undefined) return [];
  const takes = follows[as === 'duration' || as === 'states' ? as : 'network'];
  return takes.includes(parameter.kind) ? [] : [`does not follow from a parameter of the kind ${parameter.kind}`];
}

const follows: Readonly<Record<'duration' | 'states' | 'network', readonly Parameter['kind'][]>> = {
  duration: ['integer'],
  states: ['choices'],
  network: ['address', 'addresses', 'prefix'],
};
