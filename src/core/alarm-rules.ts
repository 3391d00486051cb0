import type { AlarmId, DeviceId, SiteId } from './ids';

/*
 * The minute and the ten minutes stand in drizzle/0024 too, where it selects what these rules are asked about and what of it is
 * to be mailed; the four fifths too, of one customer.
 */

/** What answers again has to go on doing so for this long before its alarm is over. */
const steadySeconds = 60;
/** What goes down again this soon after its alarm was over is the same alarm once more. */
const sameWithinSeconds = 600;
/** After our own link came back everything is asked once more before anything is raised. */
const settleSeconds = 120;

/** A device that a look has to do with. One that never answered is not looked at: it is still being enrolled. */
export interface SeenDevice {
  readonly device: DeviceId;
  readonly site: SiteId | null;
  /** `unknown`: not asked lately, or not since whoever looks began to. `gone`: archived. */
  readonly state: 'up' | 'down' | 'unknown' | 'gone';
  /** For how long it has been seen like that. */
  readonly seconds: number;
  /** Since when it is so; ISO 8601. */
  readonly since: string;
}

/** A site that a look has to do with, with all of its devices among the devices. */
export interface SeenSite {
  readonly site: SiteId;
  readonly isGone: boolean;
  /** What it is reached through stands elsewhere, and is down. */
  readonly isUplinkDown: boolean;
}

/** An alarm that is open, or was not long ago. */
export interface SeenAlarm {
  readonly id: AlarmId;
  /** Of which device or site. */
  readonly of: DeviceId | SiteId;
  /** When it was over because it was up; null: it is open. ISO 8601. */
  readonly clearedAt: string | null;
}

/** One customer's, as a look finds it. */
export interface Look {
  /** False: its devices are not asked, or it wants no alarms. */
  readonly isWatched: boolean;
  readonly alarmAfterSeconds: number;
  /** What has not been down for that long is not raised, as it may be our own link that is down; 0: it is not. */
  readonly heldSeconds: number;
  readonly devices: readonly SeenDevice[];
  readonly sites: readonly SeenSite[];
  readonly alarms: readonly SeenAlarm[];
}

interface Down {
  readonly since: string;
  /** How many devices are down with it. */
  readonly devices: number;
}
export type Raised = Down & ({ readonly device: DeviceId } | { readonly site: SiteId });

/** What is to be done about it. What covers what follows from what is open then. */
export interface Deeds {
  readonly clear: readonly AlarmId[];
  readonly withdraw: readonly AlarmId[];
  readonly raise: readonly Raised[];
  readonly reopen: readonly (Down & { readonly alarm: AlarmId })[];
}

/** Decides what of a customer's is an alarm now, and what is none any more. */
export function decide(look: Look): Deeds {
  const open = look.alarms.filter(({ clearedAt }) => clearedAt === null);
  const over = open.map(({ id, of }) => ({ id, of, ending: endingOf(look, of) }));
  const clear = over.filter(({ ending }) => ending === 'cleared').map(({ id }) => id);
  const withdraw = over.filter(({ ending }) => ending === 'withdrawn').map(({ id }) => id);
  if (!look.isWatched) return { clear, withdraw, raise: [], reopen: [] };
  const stillOpen = new Set<string>(over.filter(({ ending }) => ending === null).map(({ of }) => of));
  const down = [...sitesDown(look), ...devicesDown(look)].filter((one) => !stillOpen.has(subjectOf(one)));
  const again = down.map((one) => ({ one, alarm: sameAlarm(look, one) }));
  return {
    clear,
    withdraw,
    raise: again.flatMap(({ one, alarm }) => (alarm === null ? [one] : [])),
    reopen: again.flatMap(({ one: { since, devices }, alarm }) => (alarm === null ? [] : [{ alarm, since, devices }])),
  };
}

const subjectOf = (one: Raised): string => ('device' in one ? one.device : one.site);
const standingAt = ({ devices }: Look, of: string): SeenDevice[] =>
  devices.filter(({ site, state }) => site === of && state !== 'gone');
const isSteady = ({ state, seconds }: SeenDevice): boolean => state === 'up' && seconds >= steadySeconds;

/** How an open alarm of this device or site ends now; null: it does not. */
function endingOf(look: Look, of: string): 'cleared' | 'withdrawn' | null {
  if (!look.isWatched) return 'withdrawn';
  const site = look.sites.find((one) => one.site === of);
  const concerned = site === undefined ? look.devices.filter(({ device }) => device === of) : standingAt(look, of);
  if (site?.isGone === true || concerned.every(({ state }) => state === 'gone')) return 'withdrawn';
  return concerned.some(isSteady) ? 'cleared' : null;
}

/**
 * Sites of which nothing answers, one of them for long enough: all were asked within the same minute, and waiting for the
 * last one would have the first ones told by themselves. A single device is a site only where its uplink is down too.
 */
function sitesDown(look: Look): Raised[] {
  return look.sites.flatMap(({ site, isGone, isUplinkDown }) => {
    const here = standingAt(look, site);
    const isDown = here.every(({ state }) => state === 'down') && here.some(isDue(look));
    if (isGone || !isDown || here.length + (isUplinkDown ? 1 : 0) < 2) return [];
    const since = here.map((one) => one.since).reduce((last, one) => (one > last ? one : last));
    return [{ site, since, devices: here.length }];
  });
}

const isDue =
  ({ alarmAfterSeconds, heldSeconds }: Look) =>
  ({ state, seconds }: SeenDevice): boolean =>
    state === 'down' && seconds >= Math.max(alarmAfterSeconds, heldSeconds);

const devicesDown = (look: Look): Raised[] =>
  look.devices.filter(isDue(look)).map(({ device, since }) => ({ device, since, devices: 1 }));

/** The alarm that was over so shortly before that it is the same. */
function sameAlarm({ alarms }: Look, one: Raised): AlarmId | null {
  const wasUp = ({ clearedAt }: SeenAlarm) => (Date.parse(one.since) - Date.parse(clearedAt ?? '')) / 1000;
  const same = alarms.find((alarm) => alarm.of === subjectOf(one) && wasUp(alarm) <= sameWithinSeconds);
  return same?.id ?? null;
}

/** Over all customers: how many places went down lately that nobody is told of yet, and how many answered after the first. */
export interface LinkSeen {
  readonly lost: number;
  readonly up: number;
  /** A customer of whom something answered after the first was lost, and four fifths are not lost. */
  readonly isContradicted: boolean;
  /** `none`: there are none. `silent`: not one of them answered. */
  readonly witnesses: 'none' | 'silent' | 'answered';
}

const fewestLost = 5;
/** Nobody is kept from being told of what has been down for longer only because much else is down as well. */
const heldAtMostSeconds = 1800;

const isMost = ({ lost, up }: LinkSeen): boolean => lost >= 4 * up;

/**
 * Whether it is our own link that is down. A witness that answers says that it is not, and so does one customer whose devices
 * go on answering: else whoever has most of the devices, or enrols many dead ones, would silence all others. Otherwise four
 * fifths of at least five devices are taken for a sign; where all witnesses are silent four fifths of however few. What was
 * taken to be down stays so until enough answer.
 */
export function isLinkDown(wasDown: boolean, seen: LinkSeen): boolean {
  if (seen.witnesses === 'answered' || seen.isContradicted) return false;
  return isMost(seen) && (wasDown || seen.lost >= (seen.witnesses === 'silent' ? 1 : fewestLost));
}

/** How long it holds back what is down: without end only where witnesses confirm what the devices alone would have said. */
export function heldByLink(seen: LinkSeen): number {
  const isConfirmed = seen.witnesses === 'silent' && isMost(seen) && seen.lost >= fewestLost;
  return isConfirmed ? Number.POSITIVE_INFINITY : heldAtMostSeconds;
}

/** The last time our own link was taken to be down. */
export interface LinkOver {
  readonly secondsOver: number;
  /** For how long it was, from the first device that was lost. */
  readonly secondsHeld: number;
}

/** Until everything was asked once more, only what had been down before all of it is told of. Null: it never was down. */
export function heldByReturn(over: LinkOver | null): number {
  return over === null || over.secondsOver >= settleSeconds ? 0 : over.secondsHeld + settleSeconds;
}
