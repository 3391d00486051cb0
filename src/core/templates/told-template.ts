import { may, type Role, roles } from '../access';
import type { Area, Tier } from '../actions/define';
import { refusals } from '../change/predict';
import { highest, permittedOf } from '../change/step';
import { type ToldParameter, toldParameter } from '../library/told-action';
import type { Filling, Radius, StepForm, Template } from './define';

/** A template in a list. */
export interface ToldTemplateLine {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly area: Area;
  /** The floor: what a preview finds can raise it. */
  readonly tier: Tier;
  readonly purpose: string;
}

/** A template as it is read aloud: nothing in it is written by hand but what the template itself says. */
export interface ToldTemplate extends ToldTemplateLine {
  readonly limits: readonly string[];
  readonly parameters: readonly ToldParameter[];
  readonly rules: readonly string[];
  /** As RouterOS's terminal takes it, with `<name>` where a parameter's value stands. */
  readonly lines: readonly string[];
  readonly radius: Radius;
  /** What nothing brings back. */
  readonly lost: readonly string[];
  readonly refusedWhen: readonly string[];
  readonly mayDeploy: readonly Role[];
}

export function toldTemplateLine({ id, version, title, area, purpose, steps }: Template): ToldTemplateLine {
  return { id, version, title, area, tier: highest(steps.map((step) => permittedOf(step).tier)), purpose };
}

export function toldTemplate(template: Template): ToldTemplate {
  const { limits, parameters, rules, steps, radius } = template;
  const lost = steps.map((step) => permittedOf(step).lost).filter((sentence) => sentence !== null);
  return {
    ...toldTemplateLine(template),
    limits,
    parameters: parameters.map(toldParameter),
    rules: rules.map(({ explained }) => explained),
    lines: steps.map(lineOf),
    radius,
    lost: [...new Set(lost)],
    refusedWhen: refusedWhen(steps),
    mayDeploy: roles.filter((role) => may(role, 'template.deploy')),
  };
}

function lineOf({ menu, verb, where, fields }: StepForm): string {
  const found = Object.entries(where).map(([name, filling]) => `${name}=${placeOf(filling)}`);
  const given = Object.entries(fields).map(([name, filling]) => `${name}=${placeOf(filling)}`);
  return [`${menu}/${verb}`, `[find ${found.join(' ')}]`, ...given].join(' ');
}

const spelled: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };
const placeOf = (filling: Filling): string =>
  'from' in filling ? `<${filling.from}>` : (spelled[filling.fixed] ?? filling.fixed);

function refusedWhen(steps: readonly StepForm[]): readonly string[] {
  const ids = [
    ...(steps.some(({ ifNone }) => ifNone === 'refuse') ? (['notFound'] as const) : []),
    ...(['tooManyRows', 'inexactName'] as const),
    ...(steps.some((step) => permittedOf(step).serves.length > 0) ? (['ownPath'] as const) : []),
  ];
  return ids.map((id) => refusals[id]);
}
