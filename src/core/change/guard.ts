import { isWithin, versionOf } from '../actions/unsupported';
import { inverse } from './inverse';
import type { Plan, RowChange } from './predict';
import { silenceSeconds } from './radar';
import type { Fields, Step } from './step';
import { undoScript } from './undo-script';

/**
 * What takes a change back when we lose the way to the router: its own safe mode; a timer on it; or nothing, and then the way
 * back is kept here alone.
 */
export const rungs = ['safeMode', 'timer', 'none'] as const;
export type Rung = (typeof rungs)[number];

/** What a change has, as its preview found it: it is authorised so, and made so or not at all. */
export interface Guard {
  readonly rung: Rung;
  /** Why it is none better, as a sentence; null: there is none better. */
  readonly why: string | null;
  /** After so long without us the router takes it back; null: it does not, or as soon as it knows that we are gone. */
  readonly firesSeconds: number | null;
}

/** How long each part of a change may take, in milliseconds. */
export interface Patience {
  /** In which a second connection has to come through while the change is in force. */
  readonly reachMs: number;
  /** From the moment at which the guard is asked for: whatever is not released by then is undone. */
  readonly wholeMs: number;
  /** From then on, when a timer on the router fires: whoever disarms it never races with it. */
  readonly firesMs: number;
  /** A radio may have to look for its channel anew. */
  readonly isRadio: boolean;
}

const usual = { reachMs: 15_000, wholeMs: 60_000 } as const;
/** Before it sends, a radio listens for radar: a minute, and ten of them on the channels of weather radars. */
export const channelCheckMs = 600_000;
/** Between the last moment at which a change is released and that at which a timer fires. */
const reserveMs = 30_000;

/** Not their clients: whoever is dropped comes back on the channel that there is. */
const radios = /^\/(?:interface\/(?:wifi|wifiwave2|wireless|w60g)|caps-man)(?!.*\/registration-table$)(?:\/|$)/;
const radioTypes = /^(?:wlan|wifi|wifiwave2|cap|w60g)/;

/** For how long a radio may have to look for its channel anew by it, in milliseconds; 0: none has to. */
function radioMs({ steps, changes }: Pick<Plan, 'steps' | 'changes'>): number {
  const isSwitched = ({ step, deed, before }: RowChange): boolean =>
    deed !== 'keep' && steps[step]?.menu === '/interface' && radioTypes.test(before?.type ?? '');
  const silences = steps
    .filter(({ menu, verb }) => verb !== 'have' && radios.test(menu))
    .map((step) => {
      const seconds = silenceSeconds(step);
      return seconds === null ? channelCheckMs : seconds * 1000;
    });
  return Math.max(0, ...silences, changes.some(isSwitched) ? channelCheckMs : 0);
}

export function patienceFor(plan: Pick<Plan, 'steps' | 'changes'>): Patience {
  const more = radioMs(plan);
  const [reachMs, wholeMs] = [usual.reachMs + more, usual.wholeMs + more];
  return { reachMs, wholeMs, firesMs: wholeMs + reserveMs, isRadio: more > 0 };
}

/** Safe mode over the API came with 7.18. */
export function hasSafeMode(routerOs: string): boolean {
  const version = versionOf(routerOs);
  return version !== null && isWithin(version, { since: '7.18', until: '7.99' });
}

/** What decides which guard a change of a router has. */
export interface GuardFacts {
  readonly routerOs: string;
  /** Why the router takes no timer; null: it does, or was not asked, for it has safe mode. */
  readonly noTimer: string | null;
}

/** The best that there is for this change on this router. */
export function guardFor({ routerOs, noTimer }: GuardFacts, plan: Pick<Plan, 'steps' | 'changes'>): Guard {
  if (hasSafeMode(routerOs)) return { rung: 'safeMode', why: null, firesSeconds: null };
  const noMode = `RouterOS ${routerOs} has no safe mode over the API, which came with 7.18.`;
  const script = undoScript(inverse(plan), plan);
  const why = noTimer ?? (typeof script === 'string' ? script : null);
  if (why !== null) return { rung: 'none', why: `${noMode} ${why}`, firesSeconds: null };
  return { rung: 'timer', why: noMode, firesSeconds: patienceFor(plan).firesMs / 1000 };
}

/** A clock that nobody has set: with the first answer of a time server it jumps over years, and a timer with it. */
const earliestYear = 2024;

/** Why this clock is none to set a timer by, as a sentence; null: it is one. */
export const whyNoClock = (moment: number | null): string | null =>
  moment === null
    ? 'Its clock cannot be read, so no timer on it would fire in time.'
    : new Date(moment).getUTCFullYear() < earliestYear
      ? 'Its clock was never set, so no timer on it would fire in time.'
      : null;

/** Whether a device-mode that answered so lets nobody set a timer. */
export const whyNoTimer = ({ mode = '', scheduler }: Fields): string | null =>
  scheduler === 'false' || scheduler === 'no'
    ? `device-mode ${mode} forbids scheduler, so no timer can be set on it.`
    : null;

/** RouterOS 6 calls and answers these as 7 does, by its manual; of the others it is not known well enough to change them. */
const ofSix: readonly string[] = [
  ...['/ppp/secret', '/ppp/active', '/queue/simple', '/interface', '/interface/list', '/interface/list/member'],
  ...['/ip/firewall/filter', '/ip/firewall/nat', '/ip/firewall/mangle', '/ip/firewall/raw'],
  ...['/ip/firewall/address-list', '/ip/address', '/ip/pool', '/ip/service', '/ip/dns', '/ip/dns/static'],
  ...['/interface/vlan', '/ip/dhcp-server', '/ip/dhcp-server/network'],
];

/** The first menu that is not changed on this RouterOS; null: each of them may be. */
export function unknownMenu(routerOs: string, steps: readonly Step[]): string | null {
  const [major] = versionOf(routerOs) ?? [];
  if (major === 7) return null;
  const found = steps.find(({ menu }) => major !== 6 || !ofSix.includes(menu));
  return found?.menu ?? null;
}
