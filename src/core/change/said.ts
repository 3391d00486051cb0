import { sentenceOf } from '../actions/compile';
import type { Parameter, Values } from '../actions/parameter';
import { isRowNumber } from '../actions/patterned';
import type { Sentence } from '../actions/sentence';
import type { SentenceForm, Word } from '../actions/sentence-form';
import { type Fields, permittedOf, type Step } from './step';

const always = { since: '7.18', until: '7.99', deadline: { baseMs: 15_000 } } as const;

/** What a step may be about, as it is on the router: one row more than the step bears, so that too many are seen as such. */
export function lookSentence(step: Step): Sentence {
  const { reads } = permittedOf(step);
  const words = Object.keys(step.where).map((name): Word => ({ query: name, from: name }));
  const path = `${step.menu}/print`;
  return said({ ...always, path, words, fields: ['.id', ...reads], rowCap: step.mostRows + 1 }, step.where);
}

/** The step itself, of one row (`*1A`) that was found. Throws for what is no number of a row, and for what no word may hold. */
export function changeSentence(step: Step, row: string): Sentence {
  permittedOf(step);
  if (!isRowNumber(row)) throw new Error('a row is changed by its number');
  const words = Object.keys(step.fields).map((name): Word => ({ name, from: name }));
  const path = `${step.menu}/${step.verb}`;
  return said(
    { ...always, path, words: [{ name: '.id', found: true }, ...words], fields: [], rowCap: 1 },
    step.fields,
    [row],
  );
}

function said(form: SentenceForm, values: Values & Fields, rows: readonly string[] = []): Sentence {
  return sentenceOf(form, { values, parameters: Object.keys(values).map(asText), rows, peer: null, isOnce: true });
}

const asText = (name: string): Parameter => ({
  ...{ name, title: name, kind: 'text', max: 4096, isRequired: true },
  explained: 'What a step says.',
});
