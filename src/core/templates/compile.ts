import type { Parameter, Values } from '../actions/parameter';
import { checked } from '../actions/parameters';
import { commandOf, permittedOf } from '../change/permitted';
import { type Fields, mostSteps, type Place, type Step } from '../change/step';
import { AppError } from '../errors';
import { answered } from './answered';
import type { Filling, StepForm, Template } from './define';
import { derived } from './derived';

/**
 * The steps of a template with these values. Checks the values again. Throws AppError('invalid') for values that it does not
 * take, and Error for a template that reaches further than it says, or than any may.
 */
export function compile(template: Template, values: Values): readonly Step[] {
  const given = checked(template, values);
  const steps = template.steps.flatMap((form) =>
    itemsOf(form, given).map((item) => stepOf(template, form, { given, item, each: form.each ?? '' })),
  );
  if (!steps.some(({ verb }) => verb !== 'have'))
    throw new AppError('invalid', `${template.title}: with these values there is nothing to do`);
  refuseFar(template, steps);
  return once(template, steps);
}

/** What was said twice is one step. Throws AppError('invalid') where two steps want different things of the same row. */
function once({ title }: Template, steps: readonly Step[]): readonly Step[] {
  const isSame = (one: Step, other: Step, parts: readonly (keyof Step)[]) =>
    parts.every((part) => JSON.stringify(one[part]) === JSON.stringify(other[part]));
  const kept = steps.filter(
    (step, place) => !steps.slice(0, place).some((other) => isSame(step, other, ['menu', 'verb', 'where', 'fields'])),
  );
  if (kept.some((step, place) => kept.slice(0, place).some((other) => isSame(step, other, ['menu', 'verb', 'where']))))
    throw new AppError('invalid', `${title}: two of these values would have to be one and the same row`);
  return kept;
}

/** With what a step is filled: the values, and the one it is made for where it is made for each of several. */
interface Filled {
  readonly given: Values;
  readonly item: string | null;
  /** The name of the parameter that has it. */
  readonly each: string;
}

function itemsOf({ each, given: on, when = {} }: StepForm, given: Values): readonly (string | null)[] {
  if (Object.entries(when).some(([name, choice]) => given[name] !== choice)) return [];
  if (on !== undefined && (given[on] === undefined || given[on] === false)) return [];
  if (each === undefined) return [null];
  const items = given[each] ?? [];
  if (!Array.isArray(items)) throw new Error(`${each} has not several values`);
  return items;
}

function stepOf(template: Template, { where, fields, each, given, when, place, ...form }: StepForm, by: Filled): Step {
  const at = placeOf(place, by.given);
  const filledIn = { where: filled(template, where, by), fields: filled(template, fields, by) };
  return { ...form, ...filledIn, ...(at === undefined ? {} : { place: at }) };
}

function placeOf(place: StepForm['place'], given: Values): Place | undefined {
  if (place === undefined || typeof place === 'string') return place;
  const row = given[place.from];
  return row === undefined ? undefined : (String(row) as Place); // safe: it was checked to be the number of a row.
}

const filled = (template: Template, form: Readonly<Record<string, Filling>>, by: Filled): Fields =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, filling]): [string, string][] => {
      const text = textOf(template, filling, by);
      return text === null ? [] : [[name, text]];
    }),
  );

/** Null for the value of a parameter that was left out. */
function textOf(template: Template, filling: Filling, by: Filled): string | null {
  const { given, item, each } = by;
  if ('fixed' in filling) return filling.fixed;
  if ('item' in filling) {
    if (item === null) throw new Error(`${template.id} has a step that is not made for each of anything`);
    return filling.as === undefined ? item : derived(each, item, filling.as);
  }
  const value = (name: string): string | null => {
    const one = given[name];
    return one === undefined ? null : answered(parameterOf(template, name), one);
  };
  if ('text' in filling)
    return filling.text.replace(/\{([\w-]+)\}/g, (_, name) => (name === 'item' ? (item ?? '') : (value(name) ?? '')));
  const text = value(filling.from);
  if (text === null) return filling.or === undefined ? null : textOf(template, filling.or, by);
  return filling.as === undefined ? text : derived(filling.from, text, filling.as);
}

function parameterOf({ id, parameters }: Template, name: string): Parameter {
  const parameter = parameters.find((one) => one.name === name);
  if (parameter === undefined) throw new Error(`${id} has no parameter ${name}`);
  return parameter;
}

function refuseFar({ id, radius }: Template, steps: readonly Step[]): void {
  if (steps.length > mostSteps) throw new Error(`${id} has too many steps`);
  for (const step of steps) {
    permittedOf(step);
    const command = commandOf(step);
    if (step.verb !== 'have' && !radius.commands.includes(command))
      throw new Error(`${id} does not say that it reaches ${command}`);
    if (step.ifOther === 'set' && !radius.commands.includes(`${step.menu}/set`))
      throw new Error(`${id} does not say that it sets in ${step.menu}`);
  }
  const rows = steps.reduce((sum, { verb, mostRows }) => sum + (verb === 'have' ? 0 : mostRows), 0);
  if (rows > radius.mostRows) throw new Error(`${id} does not say that it reaches ${rows} rows`);
}
