import { type Capabilities, cannot } from './capabilities';
import type { Action } from './define';
import { type ReadId, readOf } from './index';
import { needs } from './needs';
import type { Parameter, Value, Values } from './parameter';
import { checked } from './parameters';
import { isRowNumber } from './patterned';
import type { Reply } from './reply';
import { productOf } from './rules';
import type { Sentence } from './sentence';
import type { SecretName, SentenceForm, Word } from './sentence-form';
import { isWithin, Unsupported, versionOf } from './unsupported';
import { wordText } from './writers';

/**
 * What a read with these values says to a router, in this order. Checks the values again. Throws AppError('invalid') for
 * values that the action does not take, and Unsupported for a router that cannot do it.
 */
export const compile = (id: ReadId, values: Values, router: Capabilities): readonly Sentence[] =>
  compileWith(id, values, { router, peer: null });

/** The same of a read that tells the router about another device. */
export function compileWith(
  id: ReadId,
  values: Values,
  { router, peer }: { readonly router: Capabilities; readonly peer: Peer | null },
): readonly Sentence[] {
  const read = readOf(id);
  const given = {
    values: checked(read, values),
    parameters: read.parameters,
    rows: [],
    peer,
    isOnce: read.guard !== null,
  };
  return formsOf(read, given.values, router).map((form) => sentenceOf(form, given));
}

/**
 * The forms that fit the router and what was chosen, in the entry's order: of those of the same place the first. Throws
 * Unsupported where none is left.
 */
export function formsOf(action: Action, values: Values, router: Capabilities): readonly SentenceForm[] {
  const version = versionOf(router.routerOs);
  if (version === null)
    throw new Unsupported('The router names no version of RouterOS that can be read, so nothing is sent to it.');
  const reason = cannot(action, router);
  if (reason !== null) throw new Unsupported(`${action.title}: ${reason}.`);
  const inRange = action.sentences.filter((form) => isWithin(version, form));
  const chosen = inRange.filter((form) => isChosen(form, values));
  if (action.sentences.length === 0) throw new Unsupported(`${action.title}: only its steps are said to a router.`);
  const forms = firstOfEachPlace(
    chosen.filter((form) => form.needs === undefined || !router.lacks.includes(form.needs)),
  );
  if (forms.length > 0) return forms;
  const [lacked] = chosen;
  if (lacked?.needs !== undefined) throw new Unsupported(`${action.title}: ${needs[lacked.needs].because}.`);
  const choices = Object.keys(inRange[0]?.when ?? {}).map((name) => `${name} ${String(values[name])}`);
  throw new Unsupported(`${action.title}: RouterOS ${router.routerOs} has nothing for ${choices.join(', ')}.`);
}

/** Whether what it is for was chosen. */
export const isChosen = ({ when = {}, given }: Pick<SentenceForm, 'when' | 'given'>, values: Values): boolean =>
  Object.entries(when).every(([name, choice]) => [choice].flat().some((one) => values[name] === one)) &&
  (given === undefined || values[given] !== undefined);

export const placeOf = ({ place = 0 }: Pick<SentenceForm, 'place'>): number => place;

function firstOfEachPlace(forms: readonly SentenceForm[]): readonly SentenceForm[] {
  return forms.filter((form, index) => forms.findIndex((other) => placeOf(other) === placeOf(form)) === index);
}

/** What the words of a form are filled with. */
export interface Given {
  readonly values: Values;
  readonly parameters: readonly Parameter[];
  /** The numbers of the rows that were found for a write. */
  readonly rows: readonly string[];
  readonly peer: Peer | null;
  readonly secrets?: Secrets;
  /** What touches the router while it runs is never said twice. */
  readonly isOnce?: boolean;
}

/** Another device of the same customer, and its account for tests alone. */
export interface Peer {
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

/** What the vault opened for this one run. Whoever runs it gives them; no value of a parameter is ever among them. */
export type Secrets = Readonly<Partial<Record<SecretName, string>>>;

/** For a form whose words are all fixed. */
export const nothingGiven: Given = { values: {}, parameters: [], rows: [], peer: null };

/** The only maker of sentences. What asks for the product's own sake makes its sentences with it; nothing else may. */
export function sentenceOf(form: SentenceForm, given: Given): Sentence {
  const said = form.words.flatMap((word) => spoken(word, given));
  const words: readonly string[] = asksForFields(form) ? [...said, `=.proplist=${form.fields.join(',')}`] : said;
  const { path, ceiling } = form;
  const isBorne = ceiling === undefined || given.values[ceiling.unless] !== undefined;
  const reply = replyOf(form, given.values);
  const optional = form.isOptional === true ? 'rights' : form.needs === undefined ? null : 'menu';
  const isOnce = given.isOnce === true;
  const about = { place: placeOf(form), optional, isOnce, ...(isBorne ? {} : { ceiling }) };
  const sentence = { path, words, reply, ...about };
  // safe: this is the one place that gives the brand, and everything in it came from the form and the writers.
  return sentence as Sentence;
}

/** A print that counts answers with nothing but the number. */
export const asksForFields = ({ path, words }: Pick<SentenceForm, 'path' | 'words'>): boolean =>
  path.endsWith('/print') && !words.some((word) => 'fixed' in word && word.name === 'count-only');

/** One word, or none when its value was left out. */
function spoken(word: Word, given: Given): readonly string[] {
  const { values, parameters, rows, peer, secrets = {} } = given;
  if ('query' in word) return compare(word, given);
  if ('peer' in word) return [`=${word.name}=${peerText(peer, word.peer)}`];
  if ('found' in word) return [`=${word.name}=${foundRows(rows)}`];
  if ('fixed' in word) return [`=${word.name}=${word.fixed}`];
  if ('ifOn' in word) return values[word.ifOn] === true ? [`=${word.name}=${word.text ?? ''}`] : [];
  if ('secret' in word) return [`=${word.name}=${secretText(secrets[word.secret])}`];
  const value = values[word.from];
  if (!isGiven(value)) return 'otherwise' in word ? [`=${word.name}=${word.otherwise}`] : [];
  return [`=${word.name}=${wordText(named(parameters, word.from), value)}`];
}

/** Of which rows the answer is to be. */
function compare(word: Extract<Word, { readonly query: string }>, { values, parameters }: Given): readonly string[] {
  if ('is' in word) return [`?${word.query}=${word.is}`];
  if ('anyOf' in word) return oneOf(word.query, named(parameters, word.anyOf), values[word.anyOf]);
  const value = values[word.from];
  if (!isGiven(value)) return [];
  const text = wordText(named(parameters, word.from), value);
  if ('orQuery' in word) return [`?${word.query}=${text}`, `?${word.orQuery}=${text}`, '?#|'];
  return [text === word.absentWhen ? `?-${word.query}` : `?${word.query}=${compared(text, value)}`];
}

/** Without any value nothing is asked for, which would be everything. */
function oneOf(query: string, parameter: Parameter, value: Value = []): readonly string[] {
  const texts = [value].flat().map((one) => wordText(parameter, one));
  if (texts.length === 0) throw new Unsupported('There is nothing to look for, so nothing is sent.');
  return [
    ...texts.map((text) => `?${query}=${text}`),
    ...(texts.length > 1 ? [`?#${'|'.repeat(texts.length - 1)}`] : []),
  ];
}

/** What is stored is stored as RouterOS takes it; what would end the word or hide in it is refused all the same. */
const isTellable = (text: string): boolean => text !== '' && !/[\p{Cc}\p{Cs}]/u.test(text);

function peerText(peer: Peer | null, what: keyof Peer): string {
  const text = peer?.[what] ?? '';
  if (!isTellable(text)) throw new Unsupported('The other device has nothing that could be told.');
  return text;
}

function secretText(secret = ''): string {
  if (secret === '') throw new Unsupported('It needs a secret that is not stored, so nothing is sent.');
  if (!isTellable(secret)) throw new Unsupported('Its secret is none that a router could be told, so nothing is sent.');
  return secret;
}

/** None of several choices chosen means all of them: then the word is left out. */
const isGiven = (value: Value | undefined): value is Value =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

/** A router names its rows; what is no number of a row is never said back to it. */
function foundRows(rows: readonly string[]): string {
  if (rows.length === 0 || !rows.every((row) => isRowNumber(row)))
    throw new Unsupported('The row that is to be changed was not found, so nothing is sent.');
  return rows.join(',');
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
