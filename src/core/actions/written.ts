import type { Capabilities } from './capabilities';
import { formsOf } from './compile';
import { type ReadId, readOf } from './index';
import type { Parameter, Values } from './parameter';
import { checked } from './parameters';
import { quoted } from './quoted';
import type { SentenceForm, Word } from './sentence-form';
import { wordText } from './writers';

/**
 * The same as RouterOS's own terminal takes it, one line for each sentence: `/tool/ping address=1.1.1.1 count=5`,
 * `/ip/route/print where dst-address=10.0.0.0/24`. RouterOS 6 has its menus with spaces. Which fields we ask for is left
 * out: it changes what is shown, not what is done. For people to read; nothing is ever sent from it. Throws as `compile`.
 */
export function written(id: ReadId, values: Values, router: Capabilities): string {
  const read = readOf(id);
  const given = checked(read, values);
  const lines = formsOf(read, given, router).map((form) => {
    const menu = router.routerOs.startsWith('6.') ? `/${form.path.slice(1).replaceAll('/', ' ')}` : form.path;
    return [menu, ...argumentsOf(form, given, read.parameters)].join(' ');
  });
  return lines.join('\n');
}

function argumentsOf(form: SentenceForm, values: Values, parameters: readonly Parameter[]): readonly string[] {
  const parts = form.words.flatMap((word) => part(word, values, parameters));
  const said = parts.filter(({ isWhere }) => !isWhere).map(({ text }) => text);
  const where = parts.filter(({ isWhere }) => isWhere).map(({ text }) => text);
  return [...said, ...(where.length > 0 ? ['where', ...where] : [])];
}

interface Part {
  readonly text: string;
  readonly isWhere: boolean;
}

function part(word: Word, values: Values, parameters: readonly Parameter[]): readonly Part[] {
  const said = saidWithoutValue(word, values);
  if (said !== null) return said;
  if (!('from' in word)) return [];
  const [value, parameter] = [values[word.from], parameters.find(({ name }) => name === word.from)];
  if (value === undefined || parameter === undefined) return otherwise(word);
  const text = wordText(parameter, value);
  if (!('query' in word)) return [{ text: `${word.name}=${quoted(text)}`, isWhere: false }];
  if ('orQuery' in word) {
    const [one, other] = [word.query, word.orQuery].map((name) => `${name}=${quoted(text)}`);
    return [{ text: `(${one} or ${other})`, isWhere: true }];
  }
  return [{ text: text === word.absentWhen ? `!${word.query}` : `${word.query}=${quoted(text)}`, isWhere: true }];
}

/** A word that no parameter fills; null for one that a parameter does. */
function saidWithoutValue(word: Word, values: Values): readonly Part[] | null {
  // Neither where the other device is nor its account is for the reader of a line.
  if ('peer' in word) return [fixedPart(word.name, word.peer === 'address' ? '[the other device]' : '[stored]')];
  if ('found' in word) return [fixedPart(word.name, '[the row]')];
  if ('fixed' in word) return [fixedPart(word.name, word.fixed)];
  if ('ifOn' in word) return values[word.ifOn] === true ? [fixedPart(word.name, word.text ?? '')] : [];
  if ('secret' in word) return [fixedPart(word.name, '[secret]')];
  if ('is' in word) return [{ text: `${word.query}=${word.is === 'true' ? 'yes' : 'no'}`, isWhere: true }];
  return null;
}

/** What is said where no value was given. */
const otherwise = (word: Word): readonly Part[] =>
  'otherwise' in word && word.otherwise !== undefined ? [fixedPart(word.name, word.otherwise)] : [];

const fixedPart = (name: string, text: string): Part => ({
  text: text === '' ? name : `${name}=${text}`,
  isWhere: false,
});
