import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError } from './usage-error';

/** Asks on the terminal; without one there is nobody to ask. */
export async function ask(question: string, flag: string): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError(`There is no terminal to ask on. Give it as ${flag}.`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.once('SIGINT', giveUp);
  try {
    return (await lines.question(`${question}: `)).trim();
  } finally {
    lines.close();
  }
}

/**
 * A passphrase, twice from a terminal without showing it, or all of standard input without its last line break. Never from
 * the command line, which the whole machine can read.
 */
export async function askPassphrase(): Promise<string> {
  if (!process.stdin.isTTY) return withoutLineBreak(await text(process.stdin));
  const first = await askHidden('Passphrase: ');
  if ((await askHidden('Once more: ')) !== first)
    throw new UsageError('The two passphrases differ. Nothing was changed.');
  return first;
}

/** The same for one that is there already: a slip shows when it opens nothing, so it is asked for once. */
export async function askKnownPassphrase(): Promise<string> {
  return process.stdin.isTTY ? askHidden('Passphrase: ') : withoutLineBreak(await text(process.stdin));
}

const withoutLineBreak = (typed: string): string => typed.replace(/\r?\n$/, '');

async function askHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nothing, terminal: true });
  lines.once('SIGINT', giveUp);
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stdout.write('\n');
  }
}

/** Ctrl-C at a question: nothing has been done yet. */
function giveUp(): never {
  process.stdout.write('\n');
  process.exit(130);
}
