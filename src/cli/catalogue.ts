import { actions } from '@/core/actions/all';
import { type Command, commandsOf } from '@/core/actions/commands';
import { UsageError } from './usage-error';

/** A command of the catalogue and the action that can take it. */
interface Line extends Command {
  readonly action: string;
}

/** `routeward catalogue [--json]`: everything that this product can say to a router. */
export async function catalogue(args: readonly string[]): Promise<void> {
  const [format, ...rest] = args;
  if (rest.length > 0 || (format !== undefined && format !== '--json'))
    throw new UsageError('Usage: routeward catalogue [--json]');
  const lines = actions.flatMap((action) =>
    commandsOf(action).map((command): Line => ({ action: action.id, ...command })),
  );
  console.log(format === '--json' ? JSON.stringify(lines, null, 2) : table(lines));
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
