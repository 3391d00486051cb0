import type { Value, Values } from '../actions/parameter';
import { checked } from '../actions/parameters';
import { wordText } from '../actions/writers';
import { type Fields, mostSteps, permittedOf, type Step } from '../change/step';
import type { Filling, Template } from './define';

/**
 * The steps of a template with these values. Checks the values again. Throws AppError('invalid') for values that it does not
 * take, and Error for a template that reaches further than it says, or than any may.
 */
export function compile(template: Template, values: Values): readonly Step[] {
  const given = checked(template, values);
  const steps = template.steps.map(({ where, fields, ...form }): Step => {
    return { ...form, where: filled(template, where, given), fields: filled(template, fields, given) };
  });
  refuseFar(template, steps);
  return steps;
}

function filled(template: Template, form: Readonly<Record<string, Filling>>, values: Values): Fields {
  const entries = Object.entries(form).flatMap(([name, filling]): [string, string][] => {
    if ('fixed' in filling) return [[name, filling.fixed]];
    const value = values[filling.from];
    return value === undefined ? [] : [[name, answered(template, filling.from, value)]];
  });
  return Object.fromEntries(entries);
}

/** As RouterOS answers it: a flag is `true` there, and `yes` only in a word. */
function answered({ id, parameters }: Template, name: string, value: Value): string {
  const parameter = parameters.find((one) => one.name === name);
  if (parameter === undefined) throw new Error(`${id} has no parameter ${name}`);
  return typeof value === 'boolean' ? String(value) : wordText(parameter, value);
}

function refuseFar({ id, radius }: Template, steps: readonly Step[]): void {
  if (steps.length === 0 || steps.length > mostSteps) throw new Error(`${id} has no steps, or too many`);
  for (const step of steps) {
    permittedOf(step);
    const command = `${step.menu}/${step.verb}`;
    if (!radius.commands.includes(command)) throw new Error(`${id} does not say that it reaches ${command}`);
    if (step.mostRows > radius.mostRows) throw new Error(`${id} does not say that it reaches ${step.mostRows} rows`);
  }
}
