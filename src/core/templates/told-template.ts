import { may, type Role, roles } from '../access';
import type { Area, Tier } from '../actions/define';
import { quoted } from '../actions/quoted';
import { canCut } from '../change/foresee';
import { commandOf, permittedOf } from '../change/permitted';
import { refusals } from '../change/predict';
import { highest } from '../change/step';
import { type ToldParameter, toldParameter } from '../library/told-action';
import { type Filling, permissionFor, type Radius, type StepForm, type Template } from './define';
import { placeholder } from './derived';
import { tierOf } from './tier';

/** A template in a list. */
export interface ToldTemplateLine {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly area: Area;
  /** The floor: what a preview finds can raise it. */
  readonly tier: Tier;
  readonly purpose: string;
  /** On so many devices at a time it is made at most. */
  readonly mostDevices: number;
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
  /** One of the write actions that Admins do directly. */
  readonly isDirect: boolean;
}

export function toldTemplateLine({
  id,
  version,
  title,
  area,
  purpose,
  steps,
  radius,
  ...own
}: Template): ToldTemplateLine {
  const floor = highest(steps.map((step) => permittedOf(step).tier));
  const tier = tierOf({ radius, ...own }, floor);
  return { id, version, title, area, tier, purpose, mostDevices: radius.mostDevices };
}

export function toldTemplate(template: Template): ToldTemplate {
  const { limits, parameters, rules, steps, radius } = template;
  const lost = steps.flatMap((step) => permittedOf(step).lost ?? []);
  return {
    ...toldTemplateLine(template),
    limits,
    parameters: parameters.map(toldParameter),
    rules: rules.map(({ explained }) => explained),
    lines: steps.flatMap(lineOf),
    radius,
    lost: [...new Set(lost)],
    refusedWhen: refusedWhen(steps),
    mayDeploy: roles.filter((role) => may(role, permissionFor(template))),
    isDirect: template.isDirect === true,
  };
}

function lineOf(step: StepForm): readonly string[] {
  const { verb, where, fields, each, given, place, when: chosen = {}, either } = step;
  if (verb === 'have') return [];
  const { does, fixed = {} } = permittedOf(step);
  const values = (form: StepForm['fields']): string =>
    Object.entries(form)
      .map(([name, filling]) => `${name}=${placeOf(filling, each)}`)
      .join(' ');
  const isFound = Object.keys(where).length > 0 && (does === undefined || does.row !== undefined);
  const found = !isFound ? '' : verb === 'add' ? values(where) : `[find ${values(where)}]`;
  const always = Object.entries(fixed).map(([name, text]) => `${name}=${quoted(text)}`);
  const before = place === undefined || place === 'last' ? '' : placedAt(verb, place);
  const said = [commandOf(step), found, ...always, values(fields), before].filter((part) => part !== '').join(' ');
  const when = [
    ...(given === undefined ? [] : [`where <${given}> is given`]),
    ...Object.entries(chosen).map(([name, choice]) => `where ${name} is ${choice}`),
    ...(either === undefined ? [] : ['where the router has that menu']),
    ...(each === undefined ? [] : [`for each of <${each}>`]),
  ];
  return [when.length === 0 ? said : `${said}  # ${when.join(', ')}`];
}

const placedAt = (verb: StepForm['verb'], place: 'first' | { readonly from: string }): string =>
  `${verb === 'move' ? 'destination' : 'place-before'}=${place === 'first' ? '[first of its chain]' : `<${place.from}>`}`;

const spelled: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

function placeOf(filling: Filling, each: string | undefined): string {
  if ('from' in filling || 'item' in filling) {
    const name = 'from' in filling ? filling.from : (each ?? '');
    const own = placeholder(name, filling.as);
    return 'from' in filling && filling.or !== undefined ? `${own} or ${placeOf(filling.or, each)}` : own;
  }
  if ('fixed' in filling) return spelled[filling.fixed] ?? quoted(filling.fixed);
  return `"${filling.text.replace(/\{([\w-]+)\}/g, (_, name) => `<${name === 'item' ? (each ?? '') : name}>`)}"`;
}

function refusedWhen(steps: readonly StepForm[]): readonly string[] {
  const ids = [
    ...(steps.some(({ verb, ifNone }) => verb !== 'add' && ifNone === 'refuse') ? (['notFound'] as const) : []),
    ...(['tooManyRows', 'inexactName'] as const),
    ...(steps.some(({ verb, ifOther }) => verb === 'add' && ifOther !== 'set') ? (['alreadyThere'] as const) : []),
    ...(steps.some(({ place }) => place !== undefined) ? (['tooManyAround', 'notInPlace'] as const) : []),
    ...(steps.some((step) => permittedOf(step).serves.length > 0 || canCut([step])) ? (['ownPath'] as const) : []),
  ];
  return ids.map((id) => refusals[id]);
}
