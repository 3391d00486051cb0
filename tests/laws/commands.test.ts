import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import { type Command, commandOf, commandsOf } from '@/core/actions/commands';
import type { Action, Read } from '@/core/actions/define';
import { identityForms } from '@/core/actions/identity';
import { readOf } from '@/core/actions/index';
import { accountGroups, examination, guardForms, probe } from '@/core/actions/internal';
import { lookupSentences } from '@/core/actions/lookup';
import { isSecretName } from '@/core/actions/redaction';
import type { SentenceForm, Word } from '@/core/actions/sentence-form';
import { pathForms } from '@/core/change/lockout/forms';
import { permitted } from '@/core/change/permitted';
import { settingForm, timerForms } from '@/core/change/timer';
import { subjectKinds } from '@/core/lookup/subject';
import { checker } from './figures';
import { running, runningPath } from './running';

/** An entry like that of ping that says something else, for the tests that show that a law bites. */
function saying(changes: Partial<SentenceForm>): Read {
  const ping = readOf('tool.ping');
  const [form] = ping.sentences;
  if (form === undefined) throw new Error('ping says nothing');
  return { ...ping, sentences: [{ ...form, ...changes }] };
}

/** `{ path, args }` as the checker of command trees wants it. */
type Listed = Omit<Command, 'effect'>;

const listed = (entries: readonly Action[]): readonly Listed[] => entries.flatMap(commandsOf);

const ownSentences = [...probe(null), ...Object.values(examination()), ...Object.values(accountGroups())];
const probed: Listed[] = ownSentences.map(({ path }) => ({ path, args: [], since: '7', until: '7.99' }));
const changingGuards: readonly string[] = ['take', 'release', 'unroll', 'removeFile'];
const guarding = Object.entries(guardForms).map(([name, form]) =>
  commandOf(changingGuards.includes(name) ? 'write' : 'read', form),
);
const timing = [
  ...Object.values(timerForms).map((form) => commandOf(form.path.endsWith('/remove') ? 'write' : 'read', form)),
  commandOf(
    'write',
    settingForm(
      ['name', 'start-date', 'start-time', 'interval', 'policy', 'on-event'].map((name) => ({ name, fixed: 'x' })),
    ),
  ),
];
const identifying = Object.values(identityForms).map((form) => commandOf('read', form));
const following = Object.values(pathForms).map((form) => commandOf('read', form));
const sought: Listed[] = subjectKinds
  .flatMap((kind) => lookupSentences({ kind, text: kind === 'vlan' ? '120' : '10.0.0.1' }))
  .map(({ sentence: { path } }) => ({ path, args: [], since: '7', until: '7.99' }));

/** How a step's rows are found, and what it does to them. Of 6 no tree is at hand. */
const stepped: Command[] = permitted.flatMap((one) => {
  const { menu, at, verb, kind, where, fields, fixed = {}, does, unset = [], monitor, command = verb } = one;
  const versions = { since: '7.18', until: '7.99' };
  const reading = (path: string, ...args: string[]) => ({ effect: 'read', path, args, ...versions }) as const;
  const writing = (path: string, ...args: string[]) => ({ effect: 'write', path, args, ...versions }) as const;
  const found = [
    reading(`${at}/print`, '.proplist'),
    ...(monitor === undefined ? [] : [reading(`${at}/monitor`, 'numbers', 'once')]),
  ];
  if (verb === 'have') return found;
  const placed = verb === 'move' ? ['destination'] : verb === 'add' && kind === 'ordered' ? ['place-before'] : [];
  const row = does === undefined ? (verb === 'move' ? 'numbers' : '.id') : does.row;
  const named = verb === 'add' ? where : kind === 'settings' || row === undefined ? [] : [row];
  return [
    ...found,
    writing(`${verb === 'remove' ? at : menu}/${command}`, ...named, ...fields, ...placed, ...Object.keys(fixed)),
    ...(unset.length === 0 ? [] : [writing(`${menu}/unset`, '.id', 'value-name')]),
  ];
});

/** What RouterOS's own command trees do not know of a list, one line each. */
function unknownToRouters(list: readonly Listed[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'catalogue-'));
  try {
    const file = join(directory, 'list.json');
    writeFileSync(file, JSON.stringify(list));
    const { stdout, stderr } = spawnSync(process.execPath, [checker, file], { encoding: 'utf8' });
    if (!stdout.includes(`${list.length} commands against RouterOS`)) throw new Error(`the checker failed: ${stderr}`);
    return stdout.split('\n').filter((line) => line.startsWith('/'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Words that RouterOS has everywhere, and that its trees do not list. */
const everywhere: readonly string[] = ['.proplist', '.id'];
// A word may name a part of something, as `channel.width` does.
const plainCommand = /^(?:\/[a-z0-9]+(?:[-.][a-z0-9]+)*)+$/;
const odd = (list: readonly Listed[]): string[] =>
  list
    .filter(
      ({ path, args }) =>
        ![path, ...args.filter((arg) => !everywhere.includes(arg)).map((arg) => `/${arg}`)].every((one) =>
          plainCommand.test(one),
        ),
    )
    .map(({ path }) => path);

describe.each([existsSync(checker)])('commands (the sampled command trees are here: %s)', (areThere) => {
  const problems = areThere ? unknownToRouters : odd;

  test('every command and word of RouterOS 7 exists, or at least looks like one where the trees are not here', () => {
    const all = [
      ...listed(actions),
      ...probed,
      ...guarding,
      ...timing,
      ...identifying,
      ...following,
      ...sought,
      ...stepped,
    ];
    expect(problems(all)).toEqual([]);
    expect(odd(all)).toEqual([]);
  });

  test('that law bites', () => {
    const words = [{ name: areThere ? 'countdown' : 'Count', from: 'count' }];
    expect(problems(listed([saying({ path: '/tool/ping;x' })]))).toHaveLength(1);
    expect(problems(listed([saying({ words })]))).toHaveLength(1);
  });
});

/** The last word of a command that changes something; kept apart from the catalogue, so that neither follows the other. */
const changing = new Set(
  `add set remove move enable disable unset edit reset reset-counters reset-configuration make-static renew release
  power-cycle flush clear save load import export execute fetch send run upgrade downgrade install uninstall reboot shutdown
  format disconnect kick scan take unroll undo redo`.split(/\s+/),
);

const verbOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What says that it reads and has a verb that changes, and the other way round. */
const mislabelled = (commands: readonly Command[]): string[] =>
  commands
    .filter(({ effect, path }) => (effect === 'write') !== changing.has(verbOf(path)))
    .map(({ effect, path }) => `${effect} ${path}`);

describe('the effect is that of the verb', () => {
  test('every command of every action, and of what keeps a change safe', () => {
    expect(
      mislabelled([...actions.flatMap(commandsOf), ...guarding, ...timing, ...identifying, ...following, ...stepped]),
    ).toEqual([]);
  });

  test('that law bites', () => {
    const [asked] = commandsOf(saying({ path: '/ip/route/remove' }));
    if (asked === undefined) throw new Error('nothing is said');
    expect(mislabelled([asked, { ...asked, effect: 'write', path: '/ip/route/print' }])).toHaveLength(2);
  });
});

const alternative = (word: Word): readonly string[] => ('orQuery' in word ? [word.orQuery] : []);

function scripts(entries: readonly Action[]): string[] {
  return entries.flatMap(({ sentences }) =>
    sentences.flatMap(({ path, words }: SentenceForm) => {
      // An account for tests is told to the tool that tests, and no person types it.
      const names = words.flatMap((word) => ('query' in word || 'peer' in word ? [] : [word.name]));
      const compared = words.flatMap((word) => ('query' in word ? [word.query, ...alternative(word)] : []));
      return [
        ...(runningPath.test(path) && verbOf(path) !== 'print' ? [path] : []),
        ...names.filter((name) => running.test(name)),
        // A query sets nothing, but it tells who asks whether a secret was guessed.
        ...compared.filter(isSecretName),
      ];
    }),
  );
}

describe('no action runs a script or guesses a secret', () => {
  test('no word reaches a property that holds one', () => {
    expect(scripts(actions)).toEqual([]);
  });

  test('that law bites', () => {
    const words = [
      { name: 'on-up', from: 'address' },
      { name: 'do', fixed: ':log info x' },
    ] as const;
    expect(scripts([saying({ words, path: '/system/script/add' })])).toEqual(['/system/script/add', 'on-up', 'do']);
    const guessing = [{ query: 'name', orQuery: 'password', from: 'address' }] as const;
    expect(scripts([saying({ words: guessing, path: '/ppp/secret/print' })])).toEqual(['password']);
  });
});
