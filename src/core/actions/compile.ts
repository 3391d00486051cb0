import { AppError } from '../errors';
import type { Action, Parameter, SentenceForm, Value, Values, Word } from './define';
import { type ActionId, actionOf } from './index';
import { checked, productOf } from './parameters';
import type { Reply } from './reply';
import type { Sentence } from './sentence';
import { isWithin, Unsupported, versionOf } from './unsupported';
import { wordText } from './writers';

/**
 * What an action with these values says to a router of that version ('7.20.8'), in this order: the rows of a run name
 * their sentence by its place here. Checks the values again. Throws AppError('invalid') for values that the action does
 * not take, AppError('forbidden') for an action that is disabled, and Unsupported for a version that has no such command.
 */
export function compile(actionId: ActionId, values: Values, routerOs: string): readonly Sentence[] {
  const action = actionOf(actionId);
  const given = checked(action, values);
  return formsOf(action, given, routerOs).map((form) => sentenceOf(form, given, action.parameters));
}

/** The forms that fit the version and what was chosen, in the entry's order. Throws as `compile` does. */
export function formsOf(action: Action, values: Values, routerOs: string): readonly SentenceForm[] {
  if (action.disabledBecause !== null) throw new AppError('forbidden', `${action.title}: ${action.disabledBecause}`);
  const version = versionOf(routerOs);
  if (version === null)
    throw new Unsupported('The router names no version of RouterOS that can be read, so nothing is sent to it.');
  const inRange = action.sentences.filter((form) => isWithin(version, form));
  if (inRange.length === 0) throw new Unsupported(`${action.title} is not known for RouterOS ${routerOs}.`);
  const forms = inRange.filter(({ when = {} }) =>
    Object.entries(when).every(([name, choice]) => values[name] === choice),
  );
  if (forms.length > 0) return forms;
  const chosen = Object.keys(inRange[0]?.when ?? {}).map((name) => `${name} ${String(values[name])}`);
  throw new Unsupported(`${action.title}: RouterOS ${routerOs} has nothing for ${chosen.join(', ')}.`);
}

/** The only maker of sentences. `internal.ts` makes its own with it; nothing else may. */
export function sentenceOf(form: SentenceForm, values: Values, parameters: readonly Parameter[]): Sentence {
  const said = form.words.flatMap((word) => spoken(word, values, parameters));
  const words: readonly string[] = isPrint(form) ? [...said, `=.proplist=${form.fields.join(',')}`] : said;
  const sentence = { path: form.path, words, reply: replyOf(form, values) };
  // safe: this is the one place that gives the brand, and everything in it came from the form and the writers.
  return sentence as Sentence;
}

export const isPrint = ({ path }: SentenceForm): boolean => path.endsWith('/print');

/** One word, or none when its value was left out. */
function spoken(word: Word, values: Values, parameters: readonly Parameter[]): readonly string[] {
  if ('fixed' in word) return [`=${word.name}=${word.fixed}`];
  if ('ifOn' in word) return values[word.ifOn] === true ? [`=${word.name}=${word.text ?? ''}`] : [];
  const value = values[word.from];
  if (value === undefined) return [];
  const text = wordText(named(parameters, word.from), value);
  if (!('query' in word)) return [`=${word.name}=${text}`];
  return [text === word.absentWhen ? `?-${word.query}` : `?${word.query}=${compared(text, value)}`];
}

/** A query compares with the text of the answer, where a boolean reads `true` or `false`. */
const compared = (text: string, value: Value): string => (typeof value === 'boolean' ? String(value) : text);

function named(parameters: readonly Parameter[], name: string): Parameter {
  const parameter = parameters.find((one) => one.name === name);
  if (parameter === undefined) throw new Error(`a word takes the parameter ${name}, which the action does not have`);
  return parameter;
}

function replyOf({ fields, deadline, rowCap, rowCapFrom }: SentenceForm, values: Values): Reply {
  const wanted = rowCapFrom === undefined ? undefined : values[rowCapFrom];
  return {
    fields,
    deadlineMs:
      deadline.baseMs + (deadline.plusProductOf === undefined ? 0 : productOf(deadline.plusProductOf, values)),
    rowCap: typeof wanted === 'number' ? Math.min(rowCap, wanted) : rowCap,
  };
}
