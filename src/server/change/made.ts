import type { ChangeState, Stage } from '@/core/change/change';
import { type Patience, patienceFor } from '@/core/change/guard';
import type { OthersSeen } from '@/core/change/others-seen';
import type { Plan } from '@/core/change/predict';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import type { Guardian } from './guardian';
import type { Wanted } from './wanted';

type Fields = Readonly<Record<string, string>>;

/** A change that is to be made now, and whom it tells how far it has come. */
export interface Order {
  readonly routers: Routers;
  /** With the account that writes. */
  readonly target: RouterTarget;
  /** Its id. */
  readonly change: string;
  readonly wanted: Wanted;
  /** What others had done by the preview; null: it is not known. */
  readonly seen: OthersSeen | null;
  /** The sentence with which its preview says how it would cut our own way, which was overridden; null: it was not. */
  readonly overridden: string | null;
  /** What was authorised. */
  readonly digest: string;
  /** Aborting undoes what was begun. */
  readonly signal: AbortSignal;
  /** Writes a stage down; nothing more is sent to the router before it has. A throw undoes what was begun. */
  readonly mark: (stage: Stage, plan?: Plan) => Promise<void>;
  /** Instead of those that follow from its steps. */
  readonly limits?: Partial<Pick<Patience, 'reachMs' | 'wholeMs'> & { readonly restartMs: number }>;
}

/** A router under its guard: whatever is changed from now on stays only when it is released. */
export interface Guarded {
  readonly held: Held;
  readonly guardian: Guardian;
  readonly plan: Plan;
  /** What it remembered of others' changes before; null: it does not tell. */
  readonly history: readonly Fields[] | null;
}

/** Milliseconds. */
export const makingLimits = {
  /** How long what comes and goes by itself may take to go, and how often it is looked at meanwhile. */
  passingMs: 5_000,
  againMs: 250,
  /** In which a router that was restarted has to be back: updates of its firmware and checks of its disk included. */
  restartMs: 600_000,
};

/** How long this one may take. */
export const patienceOf = ({ limits }: Order, plan: Plan): Patience => ({ ...patienceFor(plan), ...limits });

/** What became of a change. */
export interface Made {
  /** `unknown`: it was begun, and only reading back tells how it ended. `failed`: no change was sent. */
  readonly state: Extract<ChangeState, 'verified' | 'reverted' | 'failed' | 'unknown'>;
  readonly fault: RouterFault | null;
  /** How many changes of others came between the guard and its end; null: not known. */
  readonly others: number | null;
}

/** What went wrong, as it is kept. What is no fault of the router's is one of ours, and goes with it as its cause. */
export function asFault(error: unknown): RouterFault {
  if (error instanceof RouterFault && error.code !== 'stopped') return error;
  return new RouterFault('interrupted', 'Routeward was kept from going on.', { cause: error });
}

export const tooLate = (): RouterFault => new RouterFault('timedOut', 'It was not through in time.');
