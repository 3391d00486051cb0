import { permittedOf } from './permitted';
import type { Plan } from './predict';
import type { Fields, Step } from './step';

/*
 * The only text of a script that Routeward ever makes: what a timer on a router does when we do not come back. It is a tree
 * of commands that steps were compiled to, written out by one function that takes nothing but plain values.
 */

type Pair = readonly [name: string, value: string];

/** One command of the way back, about the rows that are found by `find`; null: a menu of settings, which has none. */
interface UndoCommand {
  readonly menu: string;
  readonly verb: 'set' | 'remove';
  readonly find: readonly Pair[] | null;
  readonly fields: readonly Pair[];
}

export type UndoScript = readonly UndoCommand[];

/** What stands for nothing else in any place of a script, whatever RouterOS makes of it. */
const plain = /^[A-Za-z0-9._:/-]+$/;

/** The one way in which a value comes into a script. Throws for any that is not plain. */
function quoted(value: string): string {
  if (value !== '' && !plain.test(value)) throw new Error('no value but a plain one is written into a script');
  return `"${value}"`;
}

const spelled: Fields = { true: 'yes', false: 'no' };
const pairsOf = (fields: Fields): readonly Pair[] =>
  Object.entries(fields).map(([name, value]): Pair => [name, spelled[value] ?? value]);

/** Of what is set back, the flags that the change left: whoever has turned them back meanwhile is left alone. */
const flagsLeft = ({ verb, as = {} }: Step): Fields =>
  verb === 'set' ? Object.fromEntries(Object.entries(as).filter(([, value]) => Object.hasOwn(spelled, value))) : {};

/** The script of these steps back, or why there is none, as a sentence. */
export function undoScript(back: readonly Step[], plan: Pick<Plan, 'steps' | 'changes'>): UndoScript | string {
  const lasting = plan.changes.filter(({ deed, step }) => deed !== 'keep' && !isPassing(plan.steps[step]));
  if (back.length < lasting.length)
    return 'Not all of what it does can be brought back, so no timer on the router could.';
  if (lasting.some(({ deed }) => deed === 'do'))
    return 'What it does cannot be brought back exactly, so no timer on the router could.';
  const commands: UndoCommand[] = [];
  for (const step of back) {
    const { menu, verb, where, fields } = step;
    if (verb === 'move')
      return 'What it moves would have to be moved back, which no timer on the router is trusted with.';
    if (verb !== 'set' && verb !== 'remove')
      return 'What it removes would have to be added again, which no timer on the router is trusted with.';
    const isOfSettings = permittedOf(step).kind === 'settings';
    const [odd] = [...Object.entries(where), ...Object.entries(fields)].find(([, value]) => !isPlain(value)) ?? [];
    // What is to become empty is so by a word of its own in some menus: of a comment it is known.
    const empty = Object.entries(fields).find(([name, value]) => value === '' && name !== 'comment')?.[0];
    const other = odd ?? empty;
    if (other !== undefined)
      return `A timer on the router is given plain values only, and ${other} of ${menu} is none.`;
    const find = isOfSettings ? null : pairsOf({ ...where, ...flagsLeft(step) });
    commands.push({ menu, verb, find, fields: pairsOf(fields) });
  }
  return commands;
}

const isPlain = (value: string): boolean => value === '' || plain.test(value);
const isPassing = (step: Step | undefined): boolean => step !== undefined && permittedOf(step).kind === 'passing';

/**
 * The script as RouterOS 6 and 7 take it, in one line, for no word holds more: what fails is passed over, so that the rest is done all the same; at last it takes
 * away the timers of these names, itself among them.
 */
export function scriptText(script: UndoScript, timers: readonly string[]): string {
  const own = timers.map((name): UndoCommand => ({ ...scheduler, find: [['name', name]] }));
  return [...script, ...own].map((command) => `:do { ${commandText(command)} } on-error={}`).join('; ');
}

const scheduler = { menu: '/system/scheduler', verb: 'remove', fields: [] } as const;

function commandText({ menu, verb, find, fields }: UndoCommand): string {
  const path = `/${menu.slice(1).replaceAll('/', ' ')}`;
  const about = find === null ? [] : [`[find where ${find.map(compared).join(' ')}]`];
  return [path, verb, ...about, ...fields.map(([name, value]) => `${name}=${quoted(value)}`)].join(' ');
}

/** Addresses and flags are compared as what they are, and not as text. */
function compared([name, value]: Pair): string {
  const text = quoted(value);
  const isText = !/(?:^|-)address$/.test(name) && value !== 'yes' && value !== 'no';
  return `${name}=${isText ? text : value}`;
}
