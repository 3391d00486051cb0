import type { Tier, Write } from '../actions/define';
import type { Parameter } from '../actions/parameter';
import { commandOf } from '../change/permitted';
import type { Filling, StepForm, Template } from './define';

/* Write actions of the catalogue as templates of one purpose: with the entry's words, parameters and rules, and the same walls. */

export interface Making {
  readonly steps: readonly StepForm[];
  /** Parameters of the entry that the preview makes needless, or that a step cannot read back. */
  readonly without?: readonly string[];
  readonly touchesManagement?: true;
  /** That of the entry, where its steps come to less. */
  readonly floor?: Tier;
  readonly version?: number;
  /** What it does not do beyond what the entry says. */
  readonly limits?: readonly string[];
  /** What it asks for beside what the entry does, or otherwise than it. */
  readonly asks?: readonly Parameter[];
}

export function direct<Id extends string>(
  action: Write & { readonly id: Id },
  { steps, without = [], touchesManagement, limits = [], asks = [], version = 1, floor }: Making,
): Template & { readonly id: Id } {
  const { id, title, area, purpose } = action;
  const isKept = ({ of, parameter }: { readonly of?: readonly string[]; readonly parameter?: string }): boolean =>
    ![parameter, ...(of ?? [])].some((name) => name !== undefined && without.includes(name));
  const isAsked = (name: string): boolean => asks.some((one) => one.name === name);
  return {
    ...{ id, version, title, area, purpose, limits: [...action.limits, ...limits], steps, isDirect: true },
    parameters: [...action.parameters.filter(({ name }) => !isAsked(name) && !without.includes(name)), ...asks],
    ...(floor === undefined ? {} : { floor }),
    rules: action.rules.filter((rule) => isKept(rule)),
    radius: {
      commands: [...new Set(steps.filter(({ verb }) => verb !== 'have').map(commandOf))],
      ...{ mostRows: reachOf(steps), mostDevices: 1, interruptsService: action.tier !== 'W1' },
      touchesManagement: touchesManagement === true,
    },
  };
}

/** As many rows as it comes to at most: those of different choices are never all there. */
function reachOf(steps: readonly StepForm[]): number {
  const most = Math.max(...steps.map(({ mostRows }) => mostRows));
  const beside = Math.max(
    ...steps.map(({ either }) => steps.filter((step) => step.either !== undefined && step.either === either).length),
  );
  return most * Math.max(1, beside);
}

export type Form = Readonly<Record<string, Filling>>;
/** Each field gets the value of the parameter of its name. */
export const same = (...names: readonly string[]): Form =>
  Object.fromEntries(names.map((name) => [name, { from: name }]));

export const one = { mostRows: 1, ifNone: 'refuse' } as const;
export const there = (menu: string, where: Form): StepForm => ({ ...one, menu, verb: 'have', where, fields: {} });
export const added = (menu: string, where: Form, fields: Form): StepForm => ({
  ...one,
  menu,
  verb: 'add',
  where,
  fields,
});
export const set = (menu: string, where: Form, fields: Form): StepForm => ({
  ...one,
  menu,
  verb: 'set',
  where,
  fields,
});
export const before = { place: { from: 'place-before' } } as const;
export const ofInterface: Form = { name: { from: 'interface' } };

/** As lists and rules have it: a single address without a length. */
export const entered = (...names: readonly string[]): Form =>
  Object.fromEntries(names.map((name) => [name, { from: name, as: 'entry' }]));
