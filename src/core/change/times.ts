import { z } from 'zod';
import { TimeOfDay } from '../quiet-hours';
import { hours } from '../shown/format';
import { Line } from '../text';

/*
 * When a customer's routers may be changed, by the clock on the wall where each of them stands: in weekly windows, if there are
 * any, and never in a freeze. A time that the wall skips in spring does not come that day; one that it shows twice comes twice.
 */

/** From Monday, 1, to Sunday, 7. */
const Weekday = z.int().min(1).max(7);

/** On each of these days from then until then: over midnight where `to` is the earlier one, and to the day of `from`. */
const ChangeWindow = z
  .strictObject({
    days: z
      .array(Weekday)
      .min(1, 'a window has a day')
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'a day is named once'),
    from: TimeOfDay,
    to: TimeOfDay,
  })
  .refine(({ from, to }) => from !== to, 'a window must not end when it begins');

/** A moment as calendar and clock show it: `2026-12-24T00:00`. */
const WallTime = z
  .string()
  .regex(/^20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/, 'a day and a time, written as 2026-12-24T00:00')
  .refine((text) => isDay(text), 'there is no such day');

const ChangeFreeze = z
  .strictObject({ from: WallTime, to: WallTime, reason: Line.trim().min(1, 'it needs a word').max(200) })
  .refine(({ from, to }) => from < to, 'a freeze ends after it begins');

export const ChangeTimes = z.strictObject({
  windows: z.array(ChangeWindow).max(14),
  freezes: z.array(ChangeFreeze).max(20),
});
export type ChangeTimes = z.output<typeof ChangeTimes>;
type Window = ChangeTimes['windows'][number];

/** Nothing is in the way of a change at any time. */
export const anyTime: ChangeTimes = { windows: [], freezes: [] };

function isDay(text: string): boolean {
  const at = Date.parse(`${text}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The name of a weekday, from Monday, 1: `Mon`. */
export const dayName = (day: number): string => dayNames[day - 1] ?? '';

/** A line each: `Tue, Wed 01:00–05:00`, `no changes 2026-12-24 00:00 – 2027-01-02 08:00: end of year`. */
export const timesWords = ({ windows, freezes }: ChangeTimes): readonly string[] => [
  ...windows.map(({ days, from, to }) => `${days.toSorted().map(dayName).join(', ')} ${hours({ from, to })}`),
  ...freezes.map(({ from, to, reason }) => `no changes ${from.replace('T', ' ')} – ${to.replace('T', ' ')}: ${reason}`),
];

/** Why nothing may begin, as a sentence, and when it may, as far as is known; null: it may. */
export interface Closed {
  readonly sentence: string;
  /** ISO 8601, UTC; null: not within the year. */
  readonly opensAt: string | null;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** How far it is looked for the next time. */
const farthestDays = 366;

/** Whether a change may begin at this moment at a place in this zone. */
export const isOpenAt = (at: Date, timeZone: string, times: ChangeTimes): boolean =>
  isOpen(wallOf(timeZone)(at), times);

/** Why no change may begin at this moment at a place in this zone; null: one may. */
export function closedAt(at: Date, timeZone: string, times: ChangeTimes): Closed | null {
  const wall = wallOf(timeZone);
  if (isOpen(wall(at), times)) return null;
  const opens = nextOpening(at, wall, times);
  const opensAt = opens === null ? null : opens.toISOString();
  const when = opens === null ? null : `${spelled(opens, at, timeZone)} ${timeZone}`;
  const freeze = times.freezes.find((one) => isFrozen(wall(at), one));
  const next = when === null ? 'no window opens within a year' : `it opens ${when}`;
  return {
    opensAt,
    sentence:
      freeze === undefined
        ? `Changes are made in maintenance windows: ${next}.`
        : `Changes are frozen (${freeze.reason}): ${next}.`,
  };
}

type Wall = (at: Date) => string;

/** Of each zone that was asked for: such a thing takes longer to make than to use. */
const walls = new Map<string, Wall>();

function wallOf(timeZone: string): Wall {
  const known = walls.get(timeZone) ?? newWall(timeZone);
  walls.set(timeZone, known);
  return known;
}

function newWall(timeZone: string): Wall {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  // As Sweden writes it: `2026-12-24 00:00`.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, hourCycle: 'h23', ...parts });
  return (at) => format.format(at).replace(' ', 'T');
}

const isFrozen = (wall: string, { from, to }: ChangeTimes['freezes'][number]): boolean => from <= wall && wall < to;

function isOpen(wall: string, { windows, freezes }: ChangeTimes): boolean {
  if (freezes.some((freeze) => isFrozen(wall, freeze))) return false;
  return windows.length === 0 || windows.some((one) => isIn(wall, one));
}

function isIn(wall: string, { days, from, to }: Window): boolean {
  const [day, time] = [weekdayOf(wall), wall.slice(11)];
  if (from < to) return days.includes(day) && from <= time && time < to;
  const yesterday = day === 1 ? 7 : day - 1;
  return (days.includes(day) && from <= time) || (days.includes(yesterday) && time < to);
}

/** Of what the wall shows. */
const weekdayOf = (wall: string): number => new Date(`${wall}Z`).getUTCDay() || 7;

/** The first moment from then on at which it is open; null: none within a year. */
function nextOpening(at: Date, wall: Wall, times: ChangeTimes): Date | null {
  const ends = times.freezes.map(({ to }) => to).filter((to) => to > wall(at));
  const today = Date.parse(`${wall(at).slice(0, 10)}T00:00Z`);
  // Of a day in a freeze nobody has to find out when the wall shows it.
  const candidates = (shown: string): readonly Date[] =>
    isOpen(shown, times) ? whenShown(shown, wall).filter((begins) => begins >= at && isOpen(wall(begins), times)) : [];
  let first = earliest(ends.flatMap(candidates));
  for (let day = 0; day <= farthestDays; day += 1) {
    const date = new Date(today + day * dayMs).toISOString().slice(0, 10);
    if (first !== null && wall(first).slice(0, 10) < date) break;
    const opening = times.windows.filter(({ days }) => days.includes(weekdayOf(`${date}T00:00`)));
    const openings = opening.flatMap(({ from }) => candidates(`${date}T${from}`));
    first = earliest(first === null ? openings : [first, ...openings]);
  }
  return first;
}

const earliest = (dates: readonly Date[]): Date | null =>
  dates.reduce<Date | null>((first, one) => (first === null || one < first ? one : first), null);

/** When the wall shows this: once, in autumn twice; where it skips it, whatever comes behind. */
function whenShown(shown: string, wall: Wall): readonly Date[] {
  const guess = Date.parse(`${shown}Z`);
  let [before, behind] = [guess - 16 * 60 * minuteMs, guess + 16 * 60 * minuteMs];
  while (behind - before > minuteMs) {
    const middle = before + Math.floor((behind - before) / 2 / minuteMs) * minuteMs;
    if (wall(new Date(middle)) >= shown) behind = middle;
    else before = middle;
  }
  const around = [-60, -30, 0, 30, 60].map((minutes) => new Date(behind + minutes * minuteMs));
  const showing = around.filter((at) => wall(at) === shown);
  return showing.length === 0 ? [new Date(behind)] : showing;
}

/** `Tue 01:00`; beyond the week with its date. */
function spelled(at: Date, now: Date, timeZone: string): string {
  const isSoon = at.getTime() - now.getTime() < 6 * dayMs;
  const date = isSoon ? {} : ({ day: 'numeric', month: 'short', year: 'numeric' } as const);
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', ...date }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day} ${time.format(at)}`;
}
