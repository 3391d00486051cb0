import { counted } from '../shown/format';
import type { Step } from './step';

/** Where a radio is told its channel, package by package. */
const channels = {
  '/interface/wireless': { frequency: 'frequency', width: 'channel-width' },
  '/interface/wifi': { frequency: 'channel.frequency', width: 'channel.width' },
} as const satisfies Readonly<Record<string, object>>;

type Radio = keyof typeof channels;
const isRadio = (menu: string): menu is Radio => Object.hasOwn(channels, menu);

/** First and last MHz, inclusive, of what 5 GHz shares with radar; weather radar is listened for ten times as long. */
const shared = { from: 5250, to: 5730 } as const;
const weather = { from: 5600, to: 5650 } as const;

/** Half of a channel, in MHz, on either side of 20 MHz at its widest: where its other parts lie is the radio's to choose. */
const reachOf = (width: string): number =>
  width.includes('160') ? 150 : width.includes('80') ? 70 : width.includes('40') ? 30 : 10;

/**
 * For how many seconds at most a radio is silent on the channel that a step gives it, because it listens for radar first (EN 301
 * 893: 60 s, and 600 s where weather radar is); 0: it is not; null: the step gives it none. A width that is left as it is may
 * be any.
 */
export function silenceSeconds({ menu, verb, fields }: Pick<Step, 'menu' | 'verb' | 'fields'>): number | null {
  if (verb !== 'set' || !isRadio(menu) || !Object.hasOwn(fields, channels[menu].frequency)) return null;
  const { frequency: at, width: across } = channels[menu];
  const [frequency, width = '80'] = [Number(fields[at] || Number.NaN), fields[across]];
  // What it chooses by itself may be anything, but on 2.4 GHz it stays.
  if (Number.isNaN(frequency)) return 600;
  if (frequency < 5000) return 0;
  const reach = reachOf(width);
  const isIn = ({ from, to }: typeof shared | typeof weather): boolean =>
    frequency + reach > from && frequency - reach < to;
  return isIn(weather) ? 600 : isIn(shared) ? 60 : 0;
}

/** What is said before: nobody is to take the silence for a failure. */
export function radarWarnings(steps: readonly Step[]): readonly string[] {
  const seconds = Math.max(0, ...steps.map((step) => silenceSeconds(step) ?? 0));
  if (seconds === 0) return [];
  const minutes = counted(seconds / 60, 'minute');
  return [
    `The channel is shared with radar: the radio may be silent for ${minutes} before anybody hears it, and the guard waits longer than that.`,
  ];
}
