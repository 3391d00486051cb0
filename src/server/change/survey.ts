import { addressesIn, identifying, routerOsIn, serialIn } from '@/core/actions/identity';
import { canCut } from '@/core/change/foresee';
import { type GuardFacts, hasSafeMode, unknownMenu, whyNoClock, whyNoTimer } from '@/core/change/guard';
import type { Identity } from '@/core/change/identity';
import type { Dialled } from '@/core/change/lockout/path';
import type { PathRows } from '@/core/change/lockout/state';
import type { Looks } from '@/core/change/rows';
import { lookSentence, monitorSentence } from '@/core/change/said';
import type { Step } from '@/core/change/step';
import { clockAsked, modeAsked, readClock } from '@/core/change/timer';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';
import type { RouterTarget } from '../routeros/target';
import { lookAtPath } from './path';

type Fields = Readonly<Record<string, string>>;

/** A router as it is now, as far as a change is concerned. */
export interface Survey {
  readonly identity: Identity;
  /** From where it sees us come; null: it does not say. */
  readonly ownAddress: string | null;
  /** From where our account is signed in as well: it is not told which of the sessions is ours. */
  readonly elsewhere: readonly string[];
  readonly looks: Looks;
  /** What our own path to it hangs on; null: no step touches any of it. */
  readonly path: PathRows | null;
  readonly guarding: GuardFacts;
}

/** Looks at everything that a change rests on; changes nothing. Throws RouterFault. */
export async function survey(
  held: Held,
  {
    target,
    steps,
    signal,
  }: { readonly target: RouterTarget; readonly steps: readonly Step[]; readonly signal: AbortSignal },
): Promise<Survey> {
  const asked = (what: Parameters<typeof identifying>[0]) => rowsOf(held, what, signal);
  const routerOs = routerOsIn(await asked('resource'));
  if (routerOs === null) throw new RouterFault('malformed', 'The router does not say which RouterOS it runs.');
  const unknown = unknownMenu(routerOs, steps);
  if (unknown !== null)
    throw new RouterFault(
      'unsupported',
      `How RouterOS ${routerOs} has ${unknown} is not known well enough to change it.`,
    );
  const board = await asked('board').catch(withoutBoard);
  const license = serialIn(board, []) === null ? await asked('license') : [];
  const pin = target.transport.kind === 'tls' ? target.transport.pin.toLowerCase() : null;
  const own = addressesIn(await asked('sessions'), target.login.name);
  const ownAddress = own.at(-1) ?? null;
  return {
    identity: { serial: serialIn(board, license), pin, routerOs },
    ownAddress,
    elsewhere: own.slice(0, -1),
    looks: await lookAt(held, steps, signal),
    path: canCut(steps) ? await lookAtPath(held, { from: ownAddress, steps, signal }) : null,
    guarding: { routerOs, noTimer: hasSafeMode(routerOs) ? null : await whyNoTimerOn(held, signal) },
  };
}

/** What Routeward itself knows of its path to a router. */
export const dialledOf = ({ host, port, transport }: RouterTarget): Omit<Dialled, 'from'> => ({
  ...{ host, port },
  service: transport.kind === 'tls' ? 'api-ssl' : 'api',
});

async function rowsOf(held: Held, what: Parameters<typeof identifying>[0], signal: AbortSignal) {
  return (await held.say(identifying(what), { signal })).rows;
}

function withoutBoard(error: unknown): readonly Fields[] {
  if (error instanceof RouterFault && error.code === 'unsupported') return [];
  throw error;
}

/** What each step is about, one after the other. */
export async function lookAt(held: Held, steps: readonly Step[], signal?: AbortSignal): Promise<Looks> {
  const looks: (readonly Fields[])[] = [];
  for (const step of steps) looks.push(await lookFor(held, step, signal));
  return looks;
}

/** Where a router has another menu for it, there is nothing of it here. */
async function lookFor(held: Held, step: Step, signal?: AbortSignal): Promise<readonly Fields[]> {
  const said = held.say(lookSentence(step), signal && { signal });
  const { rows } = await (step.either === undefined ? said : said.catch(withoutMenu));
  return Promise.all(rows.map((row) => monitored(held, { step, row, signal })));
}

interface Beside {
  readonly step: Step;
  readonly row: Fields;
  readonly signal: AbortSignal | undefined;
}

/** What a router tells of a row only where it is asked for that very row. */
async function monitored(held: Held, { step, row, signal }: Beside): Promise<Fields> {
  const sentence = monitorSentence(step, row['.id'] ?? '');
  if (sentence === null) return row;
  const [told = {}] = (await held.say(sentence, signal && { signal })).rows;
  return { ...row, ...told };
}

function withoutMenu(error: unknown): { readonly rows: readonly Fields[] } {
  if (error instanceof RouterFault && error.code === 'unsupported') return { rows: [] };
  throw error;
}

/** Why a router without safe mode over the API takes no timer; null: it does. */
async function whyNoTimerOn(held: Held, signal: AbortSignal): Promise<string | null> {
  const [mode = {}] = (await held.say(modeAsked(), { signal }).catch(withoutMode)).rows;
  const clock = readClock((await held.say(clockAsked(), { signal })).rows[0]);
  return whyNoTimer(mode) ?? whyNoClock(clock?.at ?? null);
}

/** There are modes only from 7.17 on. */
function withoutMode(error: unknown): { readonly rows: readonly Fields[] } {
  if (error instanceof RouterFault && error.code === 'unsupported') return { rows: [] };
  throw error;
}
