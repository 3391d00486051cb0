import { admit } from '@/core/actions/admit';
import { beginningOf } from '@/core/actions/begun';
import { onlyVersion } from '@/core/actions/capabilities';
import { Counted } from '@/core/actions/ceiling';
import type { Sentence } from '@/core/actions/sentence';
import { sieveOf } from '@/core/actions/sieve';
import type { RunRow } from '@/core/runs';
import { asCustomer } from '../db/open';
import type { Claimed } from '../db/run-work';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import { askVersion } from './ask-version';
import { heedGuard } from './guard';
import type { Performance } from './perform';
import { type Asked, begin, type Ready } from './ready';
import { ClaimLost, type RowStore } from './row-store';

/** Says a run's sentences to its router, one after the other. Throws RouterFault, Unsupported, ClaimLost. */
export async function converse(
  run: Claimed,
  performance: Performance,
  store: Pick<RowStore, 'add'>,
): Promise<{ readonly isTruncated: boolean }> {
  const { ready, runner, signal } = performance;
  if (ready instanceof Error) throw ready;
  signal.throwIfAborted();
  const { asked, target } = ready;
  // Before anything is written down as sent.
  await heedGuard(ready, performance);
  const sentences = ready.sentences ?? (await beginNow(run, performance, ready));
  if (sentences === null) throw new ClaimLost(`the claim of ${runner} on this run was lost`);
  // Of many at once none is in a hurry: somebody who asks one router is not to wait for all of them to be connected.
  const isPatient = run.bulkRun !== null;
  const kept = keeper(store, asked);
  const beginning = beginningOf(asked.action);
  const take: Keeper['take'] = (sentence, fields) => {
    beginning.take(fields);
    kept.take(sentence, fields);
  };
  const end = await readAll(sentences, { ...kept, take }, { target, performance, isPatient });
  const refusal = beginning.refusal();
  if (refusal !== null) throw new RouterFault('peerNotReady', refusal);
  return end;
}

/** What is to be said to a router that has yet to say which RouterOS it runs, or that a guard has just let pass. */
async function beginNow(run: Claimed, performance: Performance, { asked, target, peer, router: known }: Ready) {
  const router = known ?? onlyVersion(await askVersion(target, performance));
  return asCustomer(run.customerId, `run:${run.id}`, ({ db }) =>
    begin(db, run, { ...asked, runner: performance.runner, peer, router }),
  );
}

/** Takes a row of a sentence as it comes; `rest` at the end, however it ended. */
interface Keeper {
  take(sentence: number, fields: Readonly<Record<string, string>>): void;
  rest(): void;
  isEnough(): boolean;
}

function keeper(store: Pick<RowStore, 'add'>, { action, values }: Asked): Keeper {
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
    isEnough: () => sieve.isOver,
  };
}

async function readAll(
  sentences: readonly Sentence[],
  { take, rest, isEnough }: Keeper,
  {
    target,
    performance: { routers, signal },
    isPatient,
  }: { target: RouterTarget; performance: Performance; isPatient: boolean },
): Promise<{ readonly isTruncated: boolean }> {
  let isTruncated = false;
  let answered = 0;
  let lacking: RouterFault | null = null;
  const counted = new Counted();
  try {
    for (const sentence of sentences) {
      const tooMany = counted.against(sentence.ceiling);
      if (tooMany !== null) throw new RouterFault('tooMany', tooMany);
      const onRow = (fields: Readonly<Record<string, string>>) => {
        const admitted = admit(sentence.reply, fields);
        counted.take(sentence.place, admitted);
        take(sentence.place, admitted);
      };
      try {
        const end = await routers.read(target, sentence, { signal, isPatient, onRow, isEnough });
        isTruncated ||= end.isTruncated;
        answered += 1;
      } catch (error) {
        if (!isSkipped(error, sentence)) throw error;
        lacking = error;
      }
    }
    if (answered === 0 && lacking !== null) throw lacking;
  } finally {
    rest();
  }
  return { isTruncated };
}

/** A router without the thing has no such command, and some menus are not for every account: the rest stands without it. */
export const isSkipped = (error: unknown, { optional }: Sentence): error is RouterFault =>
  error instanceof RouterFault &&
  ((optional !== null && error.code === 'unsupported') || (optional === 'rights' && error.code === 'notPermitted'));
