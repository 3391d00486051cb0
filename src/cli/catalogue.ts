import { isPrint } from '@/core/actions/compile';
import type { Action, SentenceForm } from '@/core/actions/define';
import { actions } from '@/core/actions/index';
import { UsageError } from './usage-error';

/** One sentence of the catalogue, with the names of all words that it can carry; queries name fields, not words. */
interface Line {
  readonly action: string;
  readonly effect: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly since: string;
  readonly until: string;
}

/** `routeward catalogue [--json]`: everything that this product can say to a router. */
export async function catalogue(args: readonly string[]): Promise<void> {
  const [format, ...rest] = args;
  if (rest.length > 0 || (format !== undefined && format !== '--json'))
    throw new UsageError('Usage: routeward catalogue [--json]');
  const lines = actions.flatMap((action: Action) => action.sentences.map((form) => lineOf(action, form)));
  console.log(format === '--json' ? JSON.stringify(lines, null, 2) : table(lines));
}

function lineOf({ id, effect }: Action, form: SentenceForm): Line {
  const said = form.words.flatMap((word) => ('query' in word ? [] : [word.name]));
  const { path, since, until } = form;
  return { action: id, effect, path, args: isPrint(form) ? [...said, '.proplist'] : said, since, until };
}

function table(lines: readonly Line[]): string {
  const rows = [
    ['Action', 'Effect', 'RouterOS', 'Command', 'Words'],
    ...lines.map(({ action, effect, path, args, since, until }) => [
      action,
      effect,
      `${since} to ${until}`,
      path,
      args.join(' '),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
