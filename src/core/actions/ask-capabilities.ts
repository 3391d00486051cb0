import type { Capabilities } from './capabilities';
import { nothingGiven, sentenceOf } from './compile';
import { features } from './device-mode';
import { accountGroups, policiesOf } from './internal';
import { allNeeds, type Need, needs } from './needs';
import type { Sentence } from './sentence';
import { boolean } from './values';

/*
 * What is asked once of a router, to know what it can do. None of it is in the catalogue: nobody can choose it.
 */

const always = { since: '0', until: '99', words: [], deadline: { baseMs: 15_000 }, rowCap: 500 } as const;

type About = Need | 'packages' | 'users' | 'groups';
export interface Question {
  readonly about: About;
  readonly sentence: Sentence;
}

type Fields = Readonly<Record<string, string>>;
/** null: there is no such command. undefined: it could not be asked. */
export type Answers = ReadonlyMap<About, readonly Fields[] | null>;

export function capabilityQuestions(): readonly Question[] {
  const { users, groups } = accountGroups();
  const menus = allNeeds.map((about) => {
    const fields = about === 'deviceMode' ? ['mode', ...features] : ['.id'];
    return { about, sentence: sentenceOf({ ...always, path: `${needs[about].menu}/print`, fields }, nothingGiven) };
  });
  const packages = sentenceOf({ ...always, path: '/system/package/print', fields: ['name', 'disabled'] }, nothingGiven);
  return [
    { about: 'packages', sentence: packages },
    { about: 'users', sentence: users },
    { about: 'groups', sentence: groups },
    ...menus,
  ];
}

/** What the answers come to; `account` is the name that was signed in with. Takes anything, throws nothing. */
export function readCapabilities(
  answers: Answers,
  { routerOs, board, account }: Pick<Capabilities, 'routerOs' | 'board'> & { readonly account: string },
): Capabilities {
  const packages = answers.get('packages') ?? null;
  const [users, groups] = [answers.get('users') ?? null, answers.get('groups') ?? null];
  return {
    routerOs,
    board,
    packages: packages === null ? null : packages.filter((one) => boolean(one.disabled ?? '') !== true).flatMap(nameOf),
    policies: users === null || groups === null ? null : policiesOf(account, users, groups),
    deviceMode: modeOf(answers.get('deviceMode')?.[0]),
    lacks: allNeeds.filter((need) => isLacking(need, answers.get(need))),
  };
}

const nameOf = ({ name }: Fields): readonly string[] => (name === undefined || name === '' ? [] : [name.slice(0, 64)]);

function modeOf(row: Fields | undefined): Capabilities['deviceMode'] {
  if (row?.mode === undefined) return null;
  return { mode: row.mode.slice(0, 32), forbids: features.filter((feature) => boolean(row[feature] ?? '') === false) };
}

function isLacking(need: Need, rows: readonly Fields[] | null | undefined): boolean {
  if (rows === undefined) return false;
  return rows === null || ('isThing' in needs[need] && rows.length === 0);
}
