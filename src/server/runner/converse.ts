import { admit } from '@/core/actions/admit';
import { compile } from '@/core/actions/compile';
import type { Values } from '@/core/actions/define';
import { type ActionId, actionOf, isActionId } from '@/core/actions/index';
import { probe, readProbe } from '@/core/actions/internal';
import { parametersOf } from '@/core/actions/parameters';
import type { Sentence } from '@/core/actions/sentence';
import { sieveOf } from '@/core/actions/sieve';
import { Unsupported } from '@/core/actions/unsupported';
import { written } from '@/core/actions/written';
import type { RunRow } from '@/core/runs';
import { asCustomer } from '../db/open';
import { beginRun, type Claimed } from '../db/run-work';
import { targetOf } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import type { Performance } from './perform';
import { ClaimLost, type RowStore } from './row-store';
import { routerTargetOf } from './targets';

/** Says a run's sentences to its router, one after the other. Throws RouterFault, Unsupported, ClaimLost. */
export async function converse(
  run: Claimed,
  performance: Performance,
  store: RowStore,
): Promise<{ readonly isTruncated: boolean }> {
  const { action, values } = understood(run);
  const { target, version } = await asCustomer(run.customerId, `run:${run.id}`, async ({ db }) => {
    const found = await targetOf(db, run.device);
    if (found === undefined) throw new RouterFault('addressRefused', 'This device is not there any more.');
    return { target: await routerTargetOf(db, found), version: found.version };
  });
  performance.signal.throwIfAborted();
  const routerOs = version ?? (await askVersion(target, performance));
  const sentences = compile(action, values, routerOs);
  const lines = written(action, values, routerOs).split('\n');
  const isHeld = await asCustomer(run.customerId, `run:${run.id}`, ({ db }) =>
    beginRun(db, run, performance.runner, lines),
  );
  if (!isHeld) throw new ClaimLost('the claim on this run was lost');
  return readAll(sentences, keeper(store, { action, values }), { target, performance });
}

interface Understood {
  readonly action: ActionId;
  readonly values: Values;
}

/** The row was written by this product, maybe by an older version of it. */
function understood({ action, params }: Claimed): Understood {
  const parsed = isActionId(action) ? parametersOf(actionOf(action)).safeParse(params) : null;
  if (!isActionId(action) || parsed?.success !== true)
    throw new Unsupported(`This version of Routeward does not know ${action} with these parameters.`);
  return { action, values: parsed.data };
}

/** A router that was never asked how it is: what it says depends on its version. */
async function askVersion(target: RouterTarget, { routers, signal }: Performance): Promise<string> {
  const answers: Readonly<Record<string, string>>[][] = [];
  for (const [index, sentence] of probe(null).entries()) {
    const rows: Readonly<Record<string, string>>[] = [];
    answers[index] = rows;
    await routers.read(target, sentence, { signal, onRow: (fields) => rows.push(admit(sentence.reply, fields)) });
  }
  const { version } = readProbe(answers);
  if (version === null) throw new RouterFault('malformed', 'The router does not say which RouterOS it runs.');
  return version;
}

/** Takes a row of a sentence as it comes; `rest` at the end, however it ended. */
interface Keeper {
  take(sentence: number, fields: Readonly<Record<string, string>>): void;
  rest(): void;
}

function keeper(store: RowStore, { action, values }: Understood): Keeper {
  const sieve = sieveOf<RunRow>(action, values);
  const begun = performance.now();
  return {
    take: (sentence, fields) => {
      const afterMs = Math.round((performance.now() - begun) * 10) / 10;
      for (const row of sieve.take({ afterMs, sentence, fields })) store.add(row);
    },
    rest: () => {
      for (const row of sieve.rest()) store.add(row);
    },
  };
}

async function readAll(
  sentences: readonly Sentence[],
  { take, rest }: Keeper,
  { target, performance: { routers, signal } }: { target: RouterTarget; performance: Performance },
): Promise<{ readonly isTruncated: boolean }> {
  let isTruncated = false;
  try {
    for (const [index, sentence] of sentences.entries()) {
      const onRow = (fields: Readonly<Record<string, string>>) => take(index, admit(sentence.reply, fields));
      const end = await routers.read(target, sentence, { signal, onRow });
      isTruncated ||= end.isTruncated;
    }
  } finally {
    rest();
  }
  return { isTruncated };
}
