import { bits, counter } from '../actions/values';
import type { RunRow } from '../runs';
import { pictureBox, roundedUp } from './ping-picture';

/** One direction of an interface. Rates are bits per second. */
export interface TrafficLine {
  /** Stretches without a gap, in a box of 1000 by 100. */
  readonly lines: readonly string[];
  /** The same stretches, closed at the bottom of the box. */
  readonly areas: readonly string[];
  /** Of the last second that there is; null where the router did not say. */
  readonly last: bigint | null;
  readonly most: bigint | null;
}

/** What one interface carried, from left to right. */
export interface TrafficPicture {
  readonly name: string;
  readonly received: TrafficLine;
  readonly sent: TrafficLine;
  /** The top of the scale in bits per second, which begins at 0. */
  readonly top: number;
  /** Seconds that the width stands for. */
  readonly across: number;
}

type Fields = RunRow['fields'];
type Rates = ReadonlyMap<number, bigint>;

/** More seconds than a run can have: a router that names others would stretch the picture to nothing. */
const mostSeconds = 3600;

const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * A picture of each interface, in the order they come. `planned` is how many seconds are to come in all. Each has a scale
 * of its own; a second that was not told is a gap, and is never joined up.
 */
export function trafficPictures(rows: readonly RunRow[], planned: number): readonly TrafficPicture[] {
  const names = [...new Set(rows.map(nameOf))];
  return names.map((name) => {
    const own = rows.filter((row) => nameOf(row) === name);
    const seconds = own.map(({ fields }, index) => [secondOf(fields, index), fields] as const);
    const across = Math.max(planned, 1, ...seconds.map(([second]) => second + 1));
    const received = ratesIn(seconds, 'rx-bits-per-second');
    const sent = ratesIn(seconds, 'tx-bits-per-second');
    const top = roundedUp(Math.max(0, ...[...received.values(), ...sent.values()].map(Number)));
    const box = { across, top };
    return { name, received: lineOf(received, box), sent: lineOf(sent, box), top, across };
  });
}

const nameOf = ({ fields }: RunRow): string => fields.name ?? '';

/** RouterOS counts the seconds in `.section`; where it does not, they are counted as they come. */
function secondOf(fields: Fields, index: number): number {
  const second = Number(counter(fields['.section'] ?? '') ?? index);
  return second < mostSeconds ? second : index;
}

function ratesIn(seconds: readonly (readonly [number, Fields])[], field: string): Rates {
  const told = seconds.flatMap(([second, fields]) => {
    const rate = bits(fields[field] ?? '');
    return rate === null ? [] : [[second, rate] as const];
  });
  return new Map(told.toSorted(([one], [other]) => one - other));
}

function lineOf(rates: Rates, { across, top }: Pick<TrafficPicture, 'across' | 'top'>): TrafficLine {
  const step = pictureBox.width / across;
  const stretches = stretchesOf(rates).map((stretch) =>
    stretch.map(([second, rate]) => ({
      x: round((second + 0.5) * step),
      y: round(pictureBox.height * (1 - Number(rate) / top)),
    })),
  );
  const lines = stretches.map((points) => {
    const [first] = points;
    if (points.length === 1 && first !== undefined) return `M${first.x} ${first.y}h${round(Math.min(step, 4))}`;
    return `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;
  });
  const areas = stretches.map((points, index) => `${lines[index]}V${pictureBox.height}H${points[0]?.x ?? 0}Z`);
  const values = [...rates.values()];
  return { lines, areas, last: values.at(-1) ?? null, most: values.reduce(larger, null) };
}

const larger = (most: bigint | null, rate: bigint): bigint => (most === null || rate > most ? rate : most);

/** Cut wherever a second is missing. */
function stretchesOf(rates: Rates): readonly (readonly (readonly [number, bigint])[])[] {
  const stretches: (readonly [number, bigint])[][] = [];
  let before = Number.NaN;
  for (const [second, rate] of rates) {
    const current = second === before + 1 ? stretches.at(-1) : undefined;
    if (current === undefined) stretches.push([[second, rate]]);
    else current.push([second, rate]);
    before = second;
  }
  return stretches;
}
