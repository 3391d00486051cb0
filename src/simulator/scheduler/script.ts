import type { Fields } from '../command';
import { knows, operationOf } from '../dispatch';
import type { Account, Call, Machine, Operation } from '../machine';
import { perform } from '../perform';
import type { Item } from '../table';
import { Trap } from '../trap';
import { type Line, NotUnderstood, type Reference, readLines } from './line';

/** A command of a script, found and allowed, before anything is done. */
interface Step {
  readonly number: number;
  readonly line: Line;
  readonly path: string;
  readonly run: (call: Call) => Promise<unknown>;
}

/** Where in a script something went wrong. */
class Failed extends Error {
  constructor(reason: string, path: string, number: number) {
    super(`${reason} (${path === '' ? '' : `${path}; `}line ${number})`);
  }
}

/** `ip`, `address`, `set`, `ether1` as a command and what it is about; 6 takes no slashes between them. */
function located(machine: Machine, words: readonly string[]): { path: string; name: string | null } {
  if (machine.version.isSix && words.some((one) => one.includes('/'))) throw new NotUnderstood('bad command name');
  const parts = words.flatMap((one) => one.split('/'));
  const [whole, shorter] = [parts, parts.slice(0, -1)].map((some) => `/${some.join('/')}`);
  if (whole !== undefined && knows(machine, whole)) return { path: whole, name: null };
  if (shorter !== undefined && knows(machine, shorter)) return { path: shorter, name: parts.at(-1) ?? null };
  throw new NotUnderstood('bad command name');
}

function prepared(machine: Machine, account: Account, { line, number }: { line: Line; number: number }): Step {
  if (line.kind === 'delay') return { number, line, path: '', run: () => waited(line.ms) };
  const { path, name } = located(machine, line.words);
  const about = name ?? line.about;
  const given = [...line.arguments, ...(about === null ? [] : [['numbers', about] as const])];
  const names = new Map(given.map(([one]) => [one, '']));
  const operation = operationOf(machine, account, { path, attributes: names, queries: [], tag: null });
  return { number, line, path, run: (call) => carriedOut(operation, path, { call, given }) };
}

const waited = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

async function carriedOut(
  operation: Operation,
  path: string,
  { call, given }: { call: Call; given: readonly (readonly [string, Reference])[] },
): Promise<void> {
  const attributes = new Map<string, string>();
  for (const [name, value] of given) {
    const text = typeof value === 'string' ? value : (await found(call, path, value.where)).join(',');
    // A command about no rows does nothing, and is no error.
    if (text === '' && typeof value !== 'string') return;
    attributes.set(name, text);
  }
  await perform(operation, { ...call, attributes });
}

/** The numbers of the rows that have these values. */
async function found(call: Call, path: string, where: readonly (readonly [string, string])[]): Promise<string[]> {
  const rows: Fields[] = [];
  const menu = path.slice(0, path.lastIndexOf('/'));
  const print = { path: `${menu}/print`, attributes: new Map(), queries: [], tag: null };
  const queries = where.map(([name, value]) => `?=${name}=${value}`);
  await operationOf(call.machine, call.account, print).run({
    ...{ ...call, attributes: print.attributes, queries },
    reply: (row) => rows.push(row),
  });
  return rows.flatMap((row) => row['.id'] ?? []);
}

const reasonOf = (error: unknown): string | null =>
  error instanceof Trap || error instanceof NotUnderstood ? error.message : null;

/** Does `work`; what goes wrong there is told with its line. */
async function at<T>(path: string, number: number, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === null ? error : new Failed(reason, path, number);
  }
}

async function carryOut(machine: Machine, account: Account, source: string): Promise<void> {
  const call: Call = {
    ...{ machine, account, session: null, attributes: new Map(), queries: [], signal: new AbortController().signal },
    ...{ reply: () => undefined, breathe: async () => undefined },
  };
  const steps: Step[] = [];
  // All of it is understood before any of it is done.
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const number = index + 1;
    for (const line of await at('', number, () => readLines(text)))
      steps.push(await at('', number, () => prepared(machine, account, { line, number })));
  }
  for (const { path, number, line, run } of steps) {
    const isForgiven = line.kind === 'command' && line.isForgiven;
    await at(path, number, () => run(call)).catch((error: unknown) => {
      if (!isForgiven || !(error instanceof Failed)) throw error;
    });
  }
}

/** What a schedule's script may: what the schedule grants, and its owner may. */
function accountOf({ accounts }: Machine, { owner = '', policy = '' }: Fields): Account {
  const granted = accounts.find(({ name }) => name === owner)?.policies ?? [];
  const policies = policy.split(',').filter((one) => granted.includes(one));
  return { name: owner, password: '', policies };
}

/** Carries out what a schedule says; what goes wrong stands in the log. */
export async function runScheduled(machine: Machine, { fields }: Item): Promise<void> {
  const { name = '', 'on-event': source = '' } = fields;
  try {
    await carryOut(machine, accountOf(machine, fields), source);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const which = machine.version.isFrom(7, 17) ? ` (${name})` : '';
    machine.state.log('script,error', `executing script from scheduler${which} failed, please check it manually`);
    machine.state.log('script,error,debug', `(scheduler:${name}) ${error.message}`);
  }
}
