import { bits } from '../actions/values';
import type { RunRow } from '../runs';
import { visible } from './cells';
import { roundedUp } from './ping-picture';

/** One flow of torch: who with whom, and how long its bars are. Rates are bits per second as its interface sees them. */
export interface FlowBar {
  /** `tcp 10.0.0.9:51515 → 203.0.113.4:443` */
  readonly label: string;
  readonly received: bigint | null;
  readonly sent: bigint | null;
  /** In units of the bar's width, on a scale that all flows have in common. */
  readonly receivedWidth: number;
  readonly sentWidth: number;
}

export interface FlowBars {
  /** The busiest first. */
  readonly bars: readonly FlowBar[];
  /** The end of the common scale in bits per second. */
  readonly top: number;
}

/** The rows as they were kept: those of the last second, of each flow one. */
export function flowBars(rows: readonly RunRow[], width: number): FlowBars {
  const flows = rows
    .map(({ fields }) => ({ fields, received: bits(fields.rx ?? ''), sent: bits(fields.tx ?? '') }))
    .toSorted((one, other) => Number(sumOf(other) - sumOf(one)));
  const top = roundedUp(
    Math.max(0, ...flows.flatMap(({ received, sent }) => [Number(received ?? 0), Number(sent ?? 0)])),
  );
  const widthOf = (rate: bigint | null) => Math.round((Number(rate ?? 0) / top) * width * 10) / 10;
  const bars = flows.map(({ fields, received, sent }) => ({
    ...{ label: labelOf(fields), received, sent },
    ...{ receivedWidth: widthOf(received), sentWidth: widthOf(sent) },
  }));
  return { bars, top };
}

const sumOf = ({ received, sent }: Pick<FlowBar, 'received' | 'sent'>): bigint => (received ?? 0n) + (sent ?? 0n);

function labelOf(fields: RunRow['fields']): string {
  const ends = [endOf(fields['src-address'], fields['src-port']), endOf(fields['dst-address'], fields['dst-port'])];
  const between = ends.every((end) => end === '') ? '' : ends.map((end) => end || 'anybody').join(' → ');
  return (
    [fields['ip-protocol'] ?? '', between]
      .filter((part) => part !== '')
      .map(visible)
      .join(' ') || 'everything else'
  );
}

/** An address with a colon of its own stands in brackets before its port. */
function endOf(address = '', port = ''): string {
  if (port === '') return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
