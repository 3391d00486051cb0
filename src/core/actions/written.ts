import { formsOf } from './compile';
import type { Parameter, SentenceForm, Values, Word } from './define';
import { type ActionId, actionOf } from './index';
import { checked } from './parameters';
import { wordText } from './writers';

/**
 * The same as RouterOS's own terminal takes it, one line for each sentence: `/tool/ping address=1.1.1.1 count=5`,
 * `/ip/route/print where dst-address=10.0.0.0/24`. RouterOS 6 has its menus with spaces. Which fields we ask for is left
 * out: it changes what is shown, not what is done. For people to read; nothing is ever sent from it. Throws as `compile`.
 */
export function written(actionId: ActionId, values: Values, routerOs: string): string {
  const action = actionOf(actionId);
  const given = checked(action, values);
  const lines = formsOf(action, given, routerOs).map((form) => {
    const menu = routerOs.startsWith('6.') ? `/${form.path.slice(1).replaceAll('/', ' ')}` : form.path;
    return [menu, ...argumentsOf(form, given, action.parameters)].join(' ');
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
  if ('fixed' in word) return [fixedPart(word.name, word.fixed)];
  if ('ifOn' in word) return values[word.ifOn] === true ? [fixedPart(word.name, word.text ?? '')] : [];
  const [value, parameter] = [values[word.from], parameters.find(({ name }) => name === word.from)];
  if (value === undefined || parameter === undefined) return [];
  const text = wordText(parameter, value);
  if (!('query' in word)) return [{ text: `${word.name}=${quoted(text)}`, isWhere: false }];
  return [{ text: text === word.absentWhen ? `!${word.query}` : `${word.query}=${quoted(text)}`, isWhere: true }];
}

const fixedPart = (name: string, text: string): Part => ({
  text: text === '' ? name : `${name}=${text}`,
  isWhere: false,
});

/** As the terminal wants a value with anything in it but the plainest characters. */
function quoted(text: string): string {
  if (/^[A-Za-z0-9._:/-]+$/.test(text)) return text;
  return `"${text.replace(/[\\"$]/g, (character) => `\\${character}`)}"`;
}
