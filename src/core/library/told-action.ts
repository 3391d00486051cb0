import { may, type Role, roles } from '../access';
import { commandsOf } from '../actions/commands';
import type { Action, Area } from '../actions/define';
import { needs } from '../actions/needs';
import type { Parameter, Rule } from '../actions/parameter';
import { refusals } from '../actions/refusals';
import type { SentenceForm } from '../actions/sentence-form';
import { boundsOf } from './bounds';
import { lineOf } from './lines';

/** An entry of the catalogue as it is read aloud: nothing in it is written by hand but what the entry itself says. */
export interface ToldAction {
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly effect: 'read' | 'write';
  /** none, load, traffic or saturates of a read; W1, W2 or W3 of a write. */
  readonly cost: string;
  readonly purpose: string;
  readonly limits: readonly string[];
  readonly parameters: readonly ToldParameter[];
  readonly rules: readonly string[];
  readonly says: readonly ToldSentence[];
  /** Everything that may be said around it: how rows are found before, and what undoes it. */
  readonly around: readonly string[];
  readonly needed: readonly string[];
  readonly refusedWhen: readonly string[];
  readonly raised: readonly string[];
  /** How one sees that it worked. */
  readonly verified: string;
  readonly undone: string | null;
  readonly warns: string | null;
  readonly mayRun: readonly Role[];
}

export interface ToldParameter {
  readonly name: string;
  readonly title: string;
  readonly isRequired: boolean;
  readonly bounds: string;
  readonly explained: string;
}

export interface ToldSentence {
  readonly since: string;
  readonly until: string;
  /** As RouterOS's terminal takes it, with `<name>` where a parameter's value stands. */
  readonly line: string;
  /** What has to be chosen, or there, for it: `family 4`, `not where this router has no LTE modem`. */
  readonly only: string | null;
}

export function toldAction(action: Action): ToldAction {
  const { id, title, area, effect, purpose, limits, parameters, rules, sentences } = action;
  const isRead = action.effect === 'read';
  return {
    ...{ id, title, area, effect, purpose, limits: [...limits] },
    cost: isRead ? action.impact : action.tier,
    parameters: parameters.map(toldParameter),
    rules: rules.map(toldRule),
    says: sentences.map((form) => toldSentence(form)),
    around: around(action),
    needed: neededBy(action),
    refusedWhen: isRead ? [] : action.refusedWhen.map((one) => refusals[one]),
    raised: isRead ? [] : [...action.raised],
    verified: isRead
      ? 'What the router answered is what is shown: nothing is made up, and an answer that was cut short says so.'
      : `Read back with ${action.shownBy.action} after it was done.`,
    undone: isRead ? null : action.inverse.explained,
    warns: isRead ? (action.guard?.warns ?? null) : null,
    mayRun: roles.filter((role) => may(role, isRead ? 'session.run' : 'action.write')),
  };
}

/** A rule reads after the name of the parameter that breaks it, where it is about one. */
function toldRule(rule: Rule): string {
  switch (rule.kind) {
    case 'needs':
      return `${rule.other}: ${rule.explained}`;
    case 'with':
      return `${rule.parameter}, where ${rule.where} is ${rule.is}: ${rule.explained}`;
    case 'family':
    case 'only':
    case 'network':
    case 'beside':
    case 'not':
    case 'neighbour':
      return `${rule.parameter}: ${rule.explained}`;
    case 'product':
    case 'any':
    case 'together':
    case 'one':
    case 'different':
    case 'apart':
      return rule.explained;
  }
}

export const toldParameter = (parameter: Parameter): ToldParameter => ({
  name: parameter.name,
  title: parameter.title,
  isRequired: parameter.isRequired,
  bounds: boundsOf(parameter),
  explained: parameter.explained,
});

function toldSentence(form: SentenceForm): ToldSentence {
  const chosen = Object.entries(form.when ?? {}).map(([name, choice]) => `${name} ${[choice].flat().join(' or ')}`);
  const given = form.given === undefined ? [] : [`${form.given} given`];
  const lacking = form.needs === undefined ? [] : [`not where ${needs[form.needs].because}`];
  const only = [...chosen, ...given, ...lacking];
  return { since: form.since, until: form.until, line: lineOf(form), only: only.length === 0 ? null : only.join(', ') };
}

/** The commands that are none of its own sentences: to find, and to undo. */
function around(action: Action): readonly string[] {
  const own = action.sentences.map(({ path }) => path);
  return [...new Set(commandsOf(action).map(({ path }) => path))].filter((path) => !own.includes(path));
}

function neededBy({ policies, feature, ...action }: Action): readonly string[] {
  const guard = action.effect === 'read' ? action.guard : null;
  return [
    `The account's group grants api, ${policies.join(', ')}.`,
    ...(feature === null ? [] : [`device-mode allows ${feature} (RouterOS 7.17 and newer).`]),
    ...(guard === null
      ? []
      : [`The router is not above ${guard.mostCpuPercent} % CPU, and no other read with such a limit runs on it.`]),
  ];
}
