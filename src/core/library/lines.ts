import type { SentenceForm, Word } from '../actions/sentence-form';

/** A form as RouterOS's terminal takes it, with `<name>` where a value stands and brackets round what may be left out. */
export function lineOf({ path, words }: Pick<SentenceForm, 'path' | 'words'>): string {
  const said = words.filter((word) => !('query' in word)).map(argument);
  const asked = words.filter((word) => 'query' in word).map(condition);
  return [path, ...said, ...(asked.length > 0 ? ['where', ...asked] : [])].join(' ');
}

function argument(word: Word): string {
  if ('peer' in word) return `${word.name}=<of the other device>`;
  if ('found' in word) return `${word.name}=<the row that was found>`;
  if ('fixed' in word) return word.fixed === '' ? word.name : `${word.name}=${word.fixed}`;
  if ('ifOn' in word) return `[${word.name}${word.text === undefined ? '' : `=${word.text}`}]`;
  if ('secret' in word) return `${word.name}=<stored>`;
  return 'name' in word ? `${word.name}=<${word.from}>` : '';
}

function condition(word: Word): string {
  if (!('query' in word)) return '';
  if ('is' in word) return `${word.query}=${word.is}`;
  if ('orQuery' in word) return `(${word.query} or ${word.orQuery})=<${word.from}>`;
  return `${word.query}=<${'anyOf' in word ? `one of ${word.anyOf}` : word.from}>`;
}
