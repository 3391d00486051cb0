import type { AlarmKind } from './alarms';
import { type FaultCode, faults } from './faults';
import type { Words } from './letters';
import { counted, minute, span } from './shown/format';

/** An alarm that somebody is to be told of. Times are ISO 8601. */
export interface TellableAlarm {
  readonly kind: AlarmKind;
  /** Null: of the own link. */
  readonly customer: string | null;
  readonly name: string | null;
  readonly since: string;
  /** Null: it is down. */
  readonly endedAt: string | null;
  readonly times: number;
  readonly faultCode: FaultCode | null;
  readonly deviceCount: number;
}

/** Beyond that a mail is not read but counted. */
const mostLines = 50;

const isDown = ({ endedAt }: TellableAlarm): boolean => endedAt === null;

/**
 * What a mail says of alarms: what is down, then what is up again, in the order given, and how much more there is of whom.
 * `link` leads to their page.
 */
export function alarmLetter(alarms: readonly TellableAlarm[], link: string): Words {
  const down = alarms.filter(isDown);
  const up = alarms.filter((alarm) => !isDown(alarm));
  const shares = sharesOf([...down, ...up]);
  const named = new Set(shares.flatMap((share) => share.named));
  const shown = (alarm: TellableAlarm): boolean => named.has(alarm);
  const parts = [
    ...listed('Down', down.filter(shown).map(downLine)),
    ...listed('Up again', up.filter(shown).map(upLine)),
    ...listed('Not named here', shares.filter(({ rest }) => rest.length > 0).map(restLine)),
    'Times are in UTC. What is open, and who looks after it:',
    link,
  ];
  return { subject: subjectOf(down, up), text: `${parts.join('\n')}\n` };
}

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines, ''];

/** What of one customer's a letter names, and what it only counts. */
interface Share {
  readonly customer: string | null;
  readonly named: readonly TellableAlarm[];
  readonly rest: readonly TellableAlarm[];
}

/**
 * Each customer has a line, however many there are; the others are dealt out in turn. Else the many alarms of one would push
 * the only one of another out of the letter, and it is told once.
 */
function sharesOf(alarms: readonly TellableAlarm[]): Share[] {
  const byCustomer = [...new Set(alarms.map(({ customer }) => customer))].map((customer) => ({
    customer,
    of: alarms.filter((alarm) => alarm.customer === customer),
    lines: 1,
  }));
  let left = mostLines - byCustomer.length;
  for (let wanting = byCustomer; left > 0 && wanting.length > 0; ) {
    wanting = wanting.filter(({ of, lines }) => lines < of.length);
    for (const one of wanting.slice(0, left)) one.lines += 1;
    left -= wanting.length;
  }
  return byCustomer.map(({ customer, of, lines }) => {
    // Whoever has not enough of them spends one on what is left out.
    const count = lines < of.length ? lines - 1 : lines;
    return { customer, named: of.slice(0, count), rest: of.slice(count) };
  });
}

function restLine({ customer, named, rest }: Share): string {
  const more = named.length === 0 ? '' : ' more';
  const down = rest.filter(isDown).length;
  const counts = [
    ...(down === 0 ? [] : [`${down}${more} down`]),
    ...(down === rest.length ? [] : [`${rest.length - down}${more} up again`]),
  ];
  return `- ${customer ?? 'the link of this Routeward itself'}: ${counts.join(', ')}`;
}

function subjectOf(down: readonly TellableAlarm[], up: readonly TellableAlarm[]): string {
  const [only] = [...down, ...up];
  if (only !== undefined && down.length + up.length === 1)
    return `${only.endedAt === null ? 'Down' : 'Up again'}: ${nameOf(only)}`;
  const counts = [
    ...(down.length === 0 ? [] : [`${down.length} down`]),
    ...(up.length === 0 ? [] : [`${up.length} up again`]),
  ];
  return `Alarms: ${counts.join(', ')}`;
}

function nameOf({ kind, name, customer }: TellableAlarm): string {
  if (kind === 'ownLink') return 'the link of this Routeward itself';
  return `${kind === 'site' ? 'site ' : ''}${name} (${customer})`;
}

function downLine(alarm: TellableAlarm): string {
  const { kind, since, times, faultCode, deviceCount } = alarm;
  const what = kind === 'site' ? `, all of its ${counted(deviceCount, 'device')}` : '';
  const link = `, or nearly everything is: ${counted(deviceCount, 'device')} went silent at once, and no other alarm is raised meanwhile`;
  const why = kind === 'device' && faultCode !== null ? `: ${faults[faultCode].title}` : '';
  return `- ${nameOf(alarm)}${kind === 'ownLink' ? link : what}, since ${minute(since)}${oftenOf(times)}${why}`;
}

function upLine(alarm: TellableAlarm): string {
  const { since, endedAt, times } = alarm;
  const seconds = (Date.parse(endedAt ?? since) - Date.parse(since)) / 1000;
  return `- ${nameOf(alarm)}, after ${span(seconds)}${oftenOf(times)}`;
}

const oftenOf = (times: number): string => (times === 1 ? '' : ` (${times} times down)`);
