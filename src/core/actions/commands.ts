import { asksForFields } from './compile';
import type { Action, Inverse, Undoing, Write } from './define';
import type { SentenceForm, Word } from './sentence-form';

/** A command of RouterOS's with the names of all words that it can carry; queries name fields, not words. */
export interface Command {
  /** read: asks. write: changes. */
  readonly effect: 'read' | 'write';
  readonly path: string;
  readonly args: readonly string[];
  readonly since: string;
  readonly until: string;
}

/** Everything that an action can take: what it says, how it finds the rows of a write, and how that is undone. */
export const commandsOf = (action: Action): readonly Command[] =>
  action.sentences.flatMap((form) => [
    commandOf(action.effect, form),
    ...(action.effect === 'write' ? aroundWrite(action, form) : []),
  ]);

export function commandOf(effect: Command['effect'], form: SentenceForm): Command {
  const said = form.words.flatMap((word) => ('query' in word ? [] : [word.name]));
  const { path, since, until } = form;
  return { effect, path, args: asksForFields(form) ? [...said, '.proplist'] : said, since, until };
}

/** `/ip/route` of `/ip/route/add` */
export const menuOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function aroundWrite({ finds, inverse }: Write, form: SentenceForm): readonly Command[] {
  const { since, until } = form;
  const finding: readonly Command[] =
    finds === null ? [] : [{ effect: 'read', path: `${menuOf(form.path)}/print`, args: ['.proplist'], since, until }];
  const undoing = undoingsOf(inverse, form).flatMap((one) => undone(one, form));
  return [...finding, ...undoing.map((one): Command => ({ effect: 'write', ...one, since, until }))];
}

/** Those that may follow this form: of several only what belongs to the choices for which it is said. */
function undoingsOf(inverse: Inverse, { when = {} }: SentenceForm): readonly Undoing[] {
  if (inverse.how === 'steps') return [];
  if (inverse.how !== 'byChoice') return [inverse];
  const fits = ([name, choice]: readonly [string, string]): boolean => [when[name] ?? choice].flat().includes(choice);
  return inverse.of.filter((one) => Object.entries(one.when).every(fits)).map(({ undoing }) => undoing);
}

function undone(undoing: Undoing, { path, words }: SentenceForm): readonly Pick<Command, 'path' | 'args'>[] {
  switch (undoing.how) {
    case 'remove':
      return [{ path: `${menuOf(path)}/remove`, args: ['.id'] }];
    case 'removeFile':
      return [{ path: '/file/remove', args: ['.id'] }];
    case 'setBack': {
      const own = ownOf(undoing.fields, words);
      const isTakenAway = own.some((field) => undoing.unset?.includes(field));
      const takingAway = { path: `${menuOf(path)}/unset`, args: ['.id', 'value-name'] };
      return [{ path: `${menuOf(path)}/set`, args: own }, ...(isTakenAway ? [takingAway] : [])];
    }
    case 'addBack':
      return [{ path: `${menuOf(path)}/add`, args: undoing.fields }];
    case 'moveBack':
      return [{ path, args: ['numbers', 'destination'] }];
    case 'none':
      return [];
  }
}

/** Forms may name the same thing differently, and a menu takes only its own names: those that the form set, if it set any. */
function ownOf(fields: readonly string[], words: readonly Word[]): readonly string[] {
  const own = fields.filter((field) => words.some((word) => 'name' in word && word.name === field));
  return own.length > 0 ? own : fields;
}
