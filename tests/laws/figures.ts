import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actions } from '@/core/actions/all';
import { commandsOf } from '@/core/actions/commands';
import type { Action } from '@/core/actions/define';
import { reads } from '@/core/actions/index';
import { writes } from '@/core/actions/writes';
import { casesEach, kinds } from '../core/actions/made-of';
import { dialects } from '../simulator/recorded/recording';

/** Where RouterOS's own command trees can be asked; they are no part of this project. */
export const checker = fileURLToPath(new URL('../../../shared/routeros/check-commands.mjs', import.meta.url));

const [begin, end] = ['<!-- figures of the catalogue: npm run figures -->', '<!-- end of the figures -->'];

/** What is between the two marks. */
export const regionIn = (readme: string): string =>
  readme.slice(readme.indexOf(begin), readme.indexOf(end) + end.length);

/** The same text with these figures in it. */
export const withFigures = (readme: string, figures: string): string => readme.replace(regionIn(readme), figures);

const counted = (count: number): string => count.toLocaleString('en-US');

/** What the catalogue comes to, as the README has it. Where the command trees are not here their row stays as `before` has it. */
export function figuresOf(before: string): string {
  const all: readonly Action[] = actions;
  const sentences = all.flatMap((action) => action.sentences);
  const isSix = ({ since }: { readonly since: string }) => since.startsWith('6');
  const rows: readonly (readonly [what: string, figure: string])[] = [
    ['actions', `${actions.length}: ${reads.length} reads and ${writes.length} writes`],
    [
      'sentences',
      `${counted(sentences.length)}, of which ${counted(sentences.filter(isSix).length)} are for RouterOS 6 too`,
    ],
    ['commands, with those that find rows and undo', treeFigure() ?? rowOf('commands', before)],
    ['dialects that each action is recorded in', dialects.join(', ')],
    [
      'hostile texts',
      `${counted(casesEach * kinds.length)}: ${counted(casesEach)} for each of ${kinds.length} kinds of parameters; \`npm test\` takes a fifth of them`,
    ],
  ];
  return [begin, '| | |', '| --- | --- |', ...rows.map(([what, figure]) => `| ${what} | ${figure} |`), end].join('\n');
}

const rowOf = (what: string, before: string): string =>
  new RegExp(`^\\| ${what}[^|]*\\| (.*) \\|$`, 'm').exec(before)?.[1] ?? 'not checked here';

/** Null where the trees are not here. */
function treeFigure(): string | null {
  if (!existsSync(checker)) return null;
  const directory = mkdtempSync(join(tmpdir(), 'figures-'));
  try {
    const file = join(directory, 'list.json');
    writeFileSync(file, JSON.stringify(actions.flatMap(commandsOf)));
    const { stdout } = spawnSync(process.execPath, [checker, file], { encoding: 'utf8' });
    const [, commands, versions = '', wrong, uncovered] =
      /(\d+) commands against RouterOS (.+): (\d+) with a problem, (\d+) not covered/.exec(stdout) ?? [];
    const sampled = versions.split(' ').length;
    return `${commands} against the command trees of ${sampled} versions of RouterOS 7: ${wrong} with a problem, ${uncovered} not covered by any (RouterOS 6, hardware)`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
