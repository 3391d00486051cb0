import { onlyVersion } from '@/core/actions/capabilities';
import { menuOf } from '@/core/actions/commands';
import { compileWith, formsOf, isChosen, nothingGiven, sentenceOf } from '@/core/actions/compile';
import { compileWrite } from '@/core/actions/compile-write';
import type { Action, Write } from '@/core/actions/define';
import { isReadId } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { checked } from '@/core/actions/parameters';
import type { Sentence } from '@/core/actions/sentence';
import type { SentenceForm } from '@/core/actions/sentence-form';
import { isWriteId } from '@/core/actions/writes';
import { AppError } from '@/core/errors';

const router = onlyVersion('7.20.8');
const peer = { address: '198.51.100.1', user: 'tests', password: 'told to nobody' };
const secrets = { backup: 'kept by the vault' };
const rows = ['*1A'];

/** Every sentence that an action says with these values, path first, the print before a write among them; null: refused. */
export function said(action: Action, values: Values): readonly (readonly string[])[] | null {
  try {
    return sentencesOf(action, values).map(({ path, words }) => [path, ...words]);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  }
}

/** The forms of these sentences, in the same order. Throws AppError('invalid'). */
export const formsSaid = (action: Action, values: Values): readonly SentenceForm[] =>
  formsOfAll(action, checked(action, values));

function formsOfAll(action: Action, given: Values): readonly SentenceForm[] {
  // A template says nothing itself: its steps are writes of their own.
  if (action.sentences.length === 0) return [];
  const own = formsOf(action, given, router);
  return action.effect === 'read' ? own : [...findingOf(action, own, given), ...own];
}

function sentencesOf(action: Action, values: Values): readonly Sentence[] {
  const { id, sentences } = action;
  if (isReadId(id)) return compileWith(id, values, { router, peer });
  const own = isWriteId(id) && sentences.length > 0 ? compileWrite(id, values, { router, rows, secrets }) : [];
  // What only finds is made as the compiler makes it.
  const given = { ...nothingGiven, values: checked(action, values), parameters: action.parameters, rows };
  const forms = formsOfAll(action, given.values);
  return [...forms.slice(0, forms.length - own.length).map((form) => sentenceOf(form, given)), ...own];
}

/** The print that finds the rows of a write. */
function findingOf({ finds }: Write, own: readonly SentenceForm[], values: Values): readonly SentenceForm[] {
  if (finds === null || !isChosen(finds, values)) return [];
  return own.map((form) => ({ ...form, path: `${menuOf(form.path)}/print`, words: finds.by, fields: finds.fields }));
}
