import { sentenceOf } from '../actions/compile';
import type { Parameter, Values } from '../actions/parameter';
import { isRowNumber, patterned } from '../actions/patterned';
import type { Sentence } from '../actions/sentence';
import type { SentenceForm, Word } from '../actions/sentence-form';
import { permittedOf } from './permitted';
import type { RowChange } from './predict';
import { mostAround } from './rows';
import type { Fields, Step } from './step';

const always = { since: '7.9', until: '7.99', deadline: { baseMs: 15_000 } } as const;

/**
 * What a step may be about, as it is on the router: one row more than the step bears, so that too many are seen as such. Where
 * the step has a place, the whole chain.
 */
export function lookSentence(step: Step): Sentence {
  const { reads, hasLookalikes } = permittedOf(step);
  const { chain } = step.where;
  const around: Fields = chain === undefined ? {} : { chain };
  const where = step.place === undefined ? step.where : around;
  const words = Object.keys(where).map((name): Word => ({ query: name, from: name }));
  const rowCap = (step.place === undefined && !hasLookalikes ? step.mostRows : mostAround) + 1;
  return said({ ...always, path: `${step.menu}/print`, words, fields: ['.id', ...reads], rowCap }, where);
}

/**
 * The step itself, of one row (`*1A`) that was found, or of one that is made anew. Throws for what is no number of a row, and
 * for what no word may hold.
 */
export function changeSentence(step: Step, { row, anchor }: Pick<RowChange, 'row' | 'anchor'>): Sentence {
  const isAdded = step.verb === 'add' && row === '';
  const { kind } = permittedOf(step);
  const isNamed = kind !== 'settings' && !isAdded;
  if (step.verb === 'have') throw new Error('what is only to be there is not said');
  if ((isNamed && !isRowNumber(row)) || (anchor !== null && !isRowNumber(anchor)))
    throw new Error('a row is changed by its number');
  const values = isAdded ? { ...step.where, ...step.fields } : step.fields;
  const words: readonly Word[] = [
    ...(isNamed ? [{ name: '.id', found: true } as const] : []),
    ...Object.entries(values).map(([name, text]): Word => (text === '' ? { name, fixed: '' } : { name, from: name })),
    ...(anchor === null ? [] : [{ name: 'place-before', fixed: anchor }]),
  ];
  const path = `${step.menu}/${isAdded || step.verb !== 'add' ? step.verb : 'set'}`;
  return said({ ...always, path, words, fields: [], rowCap: 1 }, values, isNamed ? [row] : []);
}

function said(form: SentenceForm, given: Fields, rows: readonly string[] = []): Sentence {
  const values: Values = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ''));
  const parameters = Object.entries(given).map(([name, text]) => asParameter(name, text));
  return sentenceOf(form, { values, parameters, rows, peer: null, isOnce: true });
}

const [, isPublicKey] = patterned.publicKey;

/** Only a key may end in an equals sign, which stands for nothing in it. */
function asParameter(name: string, text: string): Parameter {
  const about = { name, title: name, isRequired: true, explained: 'What a step says.' } as const;
  return isPublicKey(text) ? { ...about, kind: 'publicKey' } : { ...about, kind: 'text', max: 4096 };
}
