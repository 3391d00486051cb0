import { type Capabilities, routerOf } from '@/core/actions/capabilities';
import { compileWith } from '@/core/actions/compile';
import { isReadId, type ReadId, readOf } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { judged } from '@/core/actions/parameters';
import type { Sentence } from '@/core/actions/sentence';
import { Unsupported } from '@/core/actions/unsupported';
import { written } from '@/core/actions/written';
import { faults } from '@/core/faults';
import { holdForRead } from '../db/heavy-reads';
import type { Transaction } from '../db/open';
import { beginRun, type Claimed } from '../db/run-work';
import { targetOf } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import { type PeerDevice, peerOf } from './peer';
import { routerTargetOf } from './targets';

/** What a claimed run takes to be carried out. */
export interface Ready {
  readonly asked: Asked;
  readonly target: RouterTarget;
  /** The device at the other end of a test. */
  readonly peer: PeerDevice | null;
  /** What it can do; null: it has yet to say which RouterOS it runs. */
  readonly router: Capabilities | null;
  /**
   * What is to be said, and is written down as begun. Null where that is for later: the router has yet to say which RouterOS
   * it runs, or a guard has yet to let it pass.
   */
  readonly sentences: readonly Sentence[] | null;
}

export interface Asked {
  readonly action: ReadId;
  readonly values: Values;
}

/**
 * Finds all of it in the transaction that claims the run, and notes there what is about to be sent: of a thousand runs each
 * transaction counts. Why it cannot be carried out is returned, for what is thrown would undo the claim.
 */
export async function readyFor(db: Transaction['db'], run: Claimed, runner: string): Promise<Ready | Unready> {
  try {
    const asked = understood(run);
    const found = await targetOf(db, run.device);
    if (found === undefined) throw new RouterFault('addressRefused', 'This device is not there any more.');
    const target = await routerTargetOf(db, found);
    const peer = await peerOf(db, asked);
    const router = found.version === null ? null : routerOf(found.version, found.capabilities);
    const isForNow = !run.isStopping && run.mayGoOn && readOf(asked.action).guard === null;
    const sentences = isForNow && router !== null ? await begin(db, run, { ...asked, runner, peer, router }) : null;
    return { asked, target, peer, router, sentences };
  } catch (error) {
    if (error instanceof RouterFault || error instanceof Unsupported) return error;
    throw error;
  }
}

type Unready = RouterFault | Unsupported;

/** Writes down what is about to be said to this router. Throws Unsupported, and RouterFault `underChange`; null: the claim is not held. */
export async function begin(
  db: Transaction['db'],
  run: Claimed,
  {
    action,
    values,
    runner,
    router,
    peer,
  }: Asked & Pick<Ready, 'peer'> & { readonly runner: string; readonly router: Capabilities },
): Promise<readonly Sentence[] | null> {
  const sentences = compileWith(action, values, { router, peer: peer?.told ?? null });
  if (run.heavyOn !== null && (await holdForRead(db, run.heavyOn)).isUnderChange)
    throw new RouterFault('underChange', faults.underChange.advice);
  const isHeld = await beginRun(db, run, runner, written(action, values, router).split('\n'));
  return isHeld ? sentences : null;
}

/** The row was written by this product, maybe by an older version of it. */
function understood({ action, params }: Claimed): Asked {
  const verdict = isReadId(action) ? judged(readOf(action), params) : null;
  if (!isReadId(action) || verdict === null || 'problems' in verdict)
    throw new Unsupported(`This version of Routeward does not know ${action} with these parameters.`);
  return { action, values: verdict.values };
}
