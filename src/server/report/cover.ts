import { roleTitles } from '@/core/access';
import type { Actor, RunState } from '@/core/runs';
import type { RecordedDevice } from '@/core/session-record';
import { sessionName } from '@/core/sessions';
import { counted, number } from '@/core/shown/format';
import { stateWord } from '@/core/shown/run-words';
import { type Column, hairline, type NamedValue, namedValues, paragraph } from './column';
import type { Told } from './compose';
import { type Block, block, gap, together } from './flow';
import { styles, upright, widthOn } from './paper';
import { type Cell, setTable, type Table } from './table';
import { inZone } from './zone';

/** What the report says of itself: the session, its devices, what was done, and which record this is. */
export function coverBlocks(told: Told): Block[] {
  const { type, record, cover } = told;
  const column: Column = { type, x: 0, width: widthOn(upright), isWide: false };
  const { session } = record;
  const { customer } = cover;
  const name = sessionName(session.number);
  const product = block({
    height: styles.small.leading + 4,
    lines: [{ x: 0, y: 0, text: 'Routeward · diagnostic session', style: styles.small, bookmark: name }],
  });
  const title = paragraph(column, `${name}  ${session.title}`, styles.title);
  const about = namedValues(column, nameWidth, [
    { name: 'Customer', text: `${customer.name} (${session.customer})` },
    { name: 'Opened', text: `${inZone(session.openedAt, customer.timeZone)}\nby ${person(session.openedBy)}` },
    ...closing(told),
    { name: 'Looked after by', text: session.holder },
    { name: 'Steps', text: number(record.steps.length) },
    { name: 'Reads run', text: readsOf(told) },
    { name: 'Writes', text: '0. Nothing was changed on any router.' },
    { name: 'Assistant', text: 'none used' },
  ]);
  const exported = namedValues(column, nameWidth, [
    { name: 'Exported', text: `${inZone(cover.exportedAt, customer.timeZone)}\nby ${person(cover.exportedBy)}` },
    { name: 'Record SHA-256', text: cover.sha256, style: styles.code },
    { name: 'Page', text: cover.url, style: styles.code },
    ...unprintable(type.unprintable),
  ]);
  return [
    product,
    ...together([...title, gap(6)]),
    hairline(column, 'line'),
    gap(8, true),
    ...about,
    gap(10),
    ...devicesOf(told, column),
    gap(12),
    ...together([hairline(column, 'rule'), gap(8, true), ...exported]),
    gap(22),
  ];
}

const nameWidth = 96;
const person = ({ name, role }: Actor): string => `${name} · ${roleTitles[role].title}`;

function closing({ record: { session, steps }, cover: { customer } }: Told): NamedValue[] {
  if (session.closedAt === null) return [{ name: 'Closed', text: 'not yet: the session is open' }];
  const last = steps.findLast(({ kind }) => kind === 'closed');
  const by = last === undefined ? '' : `\nby ${person(last.by)}`;
  return [
    { name: 'Closed', text: `${inZone(session.closedAt, customer.timeZone)}${by}` },
    { name: 'Cause', text: session.cause ?? 'none was given' },
  ];
}

const inOrder: readonly RunState[] = ['done', 'failed', 'interrupted', 'stopped', 'unknown', 'running', 'intended'];

/** `7: 5 done, 1 failed, 1 interrupted`. */
function readsOf({ record: { runs } }: Told): string {
  const parts = inOrder.flatMap((state) => {
    const count = runs.filter((run) => run.state === state).length;
    return count === 0 ? [] : [`${number(count)} ${stateWord({ state, isStopping: false }).toLowerCase()}`];
  });
  return parts.length === 0 ? 'none' : `${number(runs.length)}: ${parts.join(', ')}`;
}

function unprintable(count: number): NamedValue[] {
  if (count === 0) return [];
  const text = `${counted(count, 'character')} could not be printed: each is a □ here. The JSON and the CSV have them.`;
  return [{ name: 'Characters', text }];
}

export const endpoint = ({ address, port }: RecordedDevice): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

function devicesOf({ record: { devices }, type }: Told, column: Column): Block[] {
  if (devices.length === 0) return [];
  const cells = (device: RecordedDevice): Cell[] =>
    [
      device.name,
      endpoint(device),
      device.model ?? 'unknown',
      device.version ?? 'unknown',
      device.transport === 'tls' ? 'TLS' : 'plain, not encrypted',
    ].map((text) => ({ text: type.printable(text, styles.code), ink: 'ink' }));
  const table: Table = {
    columns: ['Device', 'Address', 'Model', 'RouterOS', 'Connection'].map((title) => ({
      title,
      kind: 'name' as const,
    })),
    rows: devices.map((device) => ({ cells: cells(device) })),
  };
  return setTable(column, table);
}
