import type { Readable } from 'node:stream';
import type { Log } from './log';

const ownLine = '{"level":';

/**
 * Passes on what a child writes. Its own log lines are JSON already and go out as they are; whatever else it says (Next
 * greets on standard output, a crash leaves its stack on standard error) becomes one line of our log each time.
 */
function relay(stream: Readable, name: string, tell: (fields: { child: string }, text: string) => void): void {
  let rest = '';
  const sayable = withoutValues();
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    pass(lines.flatMap(sayable), name, tell);
  });
  stream.on('end', () => pass(sayable(rest), name, tell));
}

/**
 * Leaves out what an error that was printed whole says of a query: its text, its parameters, what PostgreSQL quotes of
 * them. They may hold what nobody should read in a log; the error's name and its stack stay.
 */
function withoutValues(): (line: string) => string[] {
  let isWithheld = false;
  return (line) => {
    const was = isWithheld;
    const [head] = /^.*?(?:Failed query|PostgresError): /.exec(line) ?? [];
    isWithheld = head !== undefined || (was ? !endsValues.test(line) : false) || beginsProperties.test(line);
    if (was && isWithheld) return [];
    return [head ?? line];
  };
}

/** A frame of the stack, the brace behind all properties, a line of our own log. */
const endsValues = /^(?:\s+at |\}|\{"level":)/;
/** The last frame, where properties follow it. */
const beginsProperties = /^\s+at .*\{$/;

function pass(lines: readonly string[], name: string, tell: (fields: { child: string }, text: string) => void): void {
  const own = lines.filter((line) => line.startsWith(ownLine));
  const other = lines.filter((line) => !line.startsWith(ownLine) && line.trim() !== '');
  if (own.length > 0) process.stderr.write(`${own.join('\n')}\n`);
  if (other.length > 0) tell({ child: name }, other.join('\n'));
}

/** Both streams of a child: what it says without need is for debugging, what it complains about is a warning. */
export function relayBoth(child: { stdout: Readable | null; stderr: Readable | null }, name: string, log: Log): void {
  if (child.stdout) relay(child.stdout, name, (fields, text) => log.debug(fields, text));
  if (child.stderr) relay(child.stderr, name, (fields, text) => log.warn(fields, text));
}
