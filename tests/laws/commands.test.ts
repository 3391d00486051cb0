import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Action, SentenceForm } from '@/core/actions/define';
import { actionOf, actions } from '@/core/actions/index';
import { probe } from '@/core/actions/internal';

const all: readonly Action[] = actions;
const forms = (action: Action): readonly SentenceForm[] => action.sentences;

/** An entry like that of ping that says something else, for the tests that show that a law bites. */
function saying(changes: Partial<SentenceForm>): Action {
  const ping = actionOf('tool.ping');
  const [form] = forms(ping);
  if (form === undefined) throw new Error('ping says nothing');
  return { ...ping, sentences: [{ ...form, ...changes }] };
}

/** `{ path, args }` as the checker of command trees wants it. */
interface Listed {
  readonly path: string;
  readonly args: readonly string[];
  readonly since: string;
  readonly until: string;
}

const listed = (entries: readonly Action[]): Listed[] =>
  entries.flatMap(forms).map(({ path, words, since, until }) => ({
    path,
    since,
    until,
    args: words.flatMap((word) => ('query' in word ? [] : [word.name])),
  }));

const probed: Listed[] = probe(null).map(({ path }) => ({ path, args: [], since: '7', until: '7.99' }));
const checker = fileURLToPath(new URL('../../../shared/routeros/check-commands.mjs', import.meta.url));

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

const plainCommand = /^(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/;
const odd = (list: readonly Listed[]): string[] =>
  list
    .filter(({ path, args }) => ![path, ...args.map((arg) => `/${arg}`)].every((one) => plainCommand.test(one)))
    .map(({ path }) => path);

describe.each([existsSync(checker)])('commands (the sampled command trees are here: %s)', (areThere) => {
  const problems = areThere ? unknownToRouters : odd;

  test('every command and word of RouterOS 7 exists, or at least looks like one where the trees are not here', () => {
    expect(problems([...listed(all), ...probed])).toEqual([]);
    expect(odd([...listed(all), ...probed])).toEqual([]);
  });

  test('that law bites', () => {
    const words = [{ name: areThere ? 'countdown' : 'Count', from: 'count' }];
    expect(problems(listed([saying({ path: '/tool/ping;x' })]))).toHaveLength(1);
    expect(problems(listed([saying({ words })]))).toHaveLength(1);
  });
});

/** Where RouterOS runs what it is given, writes it to its disk, or sends it to somebody. */
const running =
  /^(?:source|script|do|command|on-\w+|[\w-]*script|file|append|user|password|as-string|from|where|url|src|dst)$/;
const runningPath =
  /\/(?:execute|import|script|scheduler|fetch|set|add|remove|move|enable|disable|unset|reset|edit|export|reboot|shutdown|run)(?:\/|$)/;

function scripts(entries: readonly Action[]): string[] {
  return entries.flatMap((action) =>
    forms(action).flatMap(({ path, words }) => {
      const names = words.map((word) => ('query' in word ? word.query : word.name));
      return [...(runningPath.test(path) ? [path] : []), ...names.filter((name) => running.test(name))];
    }),
  );
}

describe('no action runs a script or changes anything', () => {
  test('no word reaches a property that holds one, no path is a verb that writes', () => {
    expect(scripts(all)).toEqual([]);
  });

  test('that law bites', () => {
    const words = [
      { name: 'on-up', from: 'address' },
      { name: 'do', fixed: ':log info x' },
    ] as const;
    expect(scripts([saying({ words, path: '/system/script/add' })])).toEqual(['/system/script/add', 'on-up', 'do']);
  });
});
