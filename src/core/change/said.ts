import { sentenceOf } from '../actions/compile';
import type { Parameter, Values } from '../actions/parameter';
import { isRowNumber, patterned } from '../actions/patterned';
import type { Sentence } from '../actions/sentence';
import type { SentenceForm, Word } from '../actions/sentence-form';
import type { Doing } from './menus/define';
import { commandOf, permittedOf } from './permitted';
import type { RowChange } from './predict';
import { mostAround } from './rows';
import type { Fields, Step } from './step';

const always = { since: '7.9', until: '7.99', deadline: { baseMs: 15_000 } } as const;

/**
 * What a step may be about, as it is on the router: one row more than the step bears, so that too many are seen as such. Where
 * the step has a place, the whole chain.
 */
export function lookSentence(step: Step): Sentence {
  const { at, reads, hasLookalikes } = permittedOf(step);
  const { chain } = step.where;
  const around: Fields = chain === undefined ? {} : { chain };
  const where = step.place === undefined ? step.where : around;
  const words = Object.keys(where).map((name): Word => ({ query: name, from: name }));
  const rowCap = (step.place === undefined && !hasLookalikes ? step.mostRows : mostAround) + 1;
  return said({ ...always, path: `${at}/print`, words, fields: ['.id', ...reads], rowCap }, where);
}

/**
 * All that is said to change one row: the step itself, and what is taken away because the router takes no empty text for it.
 * Throws as `changeSentence` does.
 */
export function changeSentences(step: Step, change: Pick<RowChange, 'row' | 'anchor'>): readonly Sentence[] {
  const { unset = [] } = permittedOf(step);
  const gone = step.verb === 'set' ? unset.filter((name) => step.fields[name] === '') : [];
  if (gone.length === 0) return [changeSentence(step, change)];
  const fields = Object.fromEntries(Object.entries(step.fields).filter(([name]) => !gone.includes(name)));
  const set = Object.keys(fields).length === 0 ? [] : [changeSentence({ ...step, fields }, change)];
  const words = (name: string): readonly Word[] => [
    { name: '.id', found: true },
    { name: 'value-name', fixed: name },
  ];
  const taking = { ...always, path: `${step.menu}/unset`, fields: [], rowCap: 1 } as const;
  return [...set, ...gone.map((name) => said({ ...taking, words: words(name) }, {}, [change.row]))];
}

function namedAs({ verb }: Step, does: Doing | undefined): '.id' | 'numbers' {
  return verb === 'move' ? 'numbers' : (does?.row ?? '.id');
}

/** Whether a sentence names the row that it is about. */
function isNaming(step: Step, isAdded: boolean): boolean {
  const { kind, does } = permittedOf(step);
  return does === undefined ? kind !== 'settings' && !isAdded : does.row !== undefined;
}

/**
 * The step itself, of one row (`*1A`) that was found, or of one that is made anew. Throws for what is no number of a row, and
 * for what no word may hold.
 */
function changeSentence(step: Step, { row, anchor }: Pick<RowChange, 'row' | 'anchor'>): Sentence {
  const isAdded = step.verb === 'add' && row === '';
  const { does, fixed = {} } = permittedOf(step);
  const isNamed = isNaming(step, isAdded);
  if (step.verb === 'have') throw new Error('what is only to be there is not said');
  if ((isNamed && !isRowNumber(row)) || (anchor !== null && !isRowNumber(anchor)))
    throw new Error('a row is changed by its number');
  const values = isAdded ? { ...step.where, ...step.fields } : step.fields;
  const words: readonly Word[] = [
    ...(isNamed ? [{ name: namedAs(step, does), found: true } as const] : []),
    ...Object.entries(fixed).map(([name, text]): Word => ({ name, fixed: text })),
    ...Object.entries(values).map(([name, text]): Word => (text === '' ? { name, fixed: '' } : { name, from: name })),
    ...(anchor === null ? [] : [{ name: step.verb === 'move' ? 'destination' : 'place-before', fixed: anchor }]),
  ];
  const path = isAdded || step.verb !== 'add' ? commandOf(step) : `${step.menu}/set`;
  // Some versions answer only when what was asked for is over.
  const deadline = does === undefined ? always.deadline : { baseMs: 60_000 };
  return said({ ...always, deadline, path, words, fields: [], rowCap: 1 }, values, isNamed ? [row] : []);
}

/** The command that tells of a row what is not printed. */
export function monitorSentence(step: Step, row: string): Sentence | null {
  const { at, monitor: fields } = permittedOf(step);
  if (fields === undefined) return null;
  const words: readonly Word[] = [
    { name: 'numbers', found: true },
    { name: 'once', fixed: '' },
  ];
  return said({ ...always, path: `${at}/monitor`, words, fields, rowCap: 4 }, {}, [row]);
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
