import { randomUUID } from 'node:crypto';
import { CustomerSlug, DeviceId, RunId, SessionId } from '@/core/ids';
import type { Actor, RunRow } from '@/core/runs';
import type { RecordedDevice, RecordedRun, SessionRecord } from '@/core/session-record';
import type { StepKind, ToldStep } from '@/core/sessions';
import { takeReportPlace } from '@/server/report/render';
import type { ReportCover } from '@/server/report/report-job';

const uuid = (kind: number, number: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const operator: Actor = { name: 'Jana Růžičková', role: 'operator' };
const deviceId = DeviceId.parse(uuid(1, 1));
const runId = (number: number) => RunId.parse(uuid(2, number));
const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 14, 7, 0, 125) + second * 1000).toISOString();

export const device: RecordedDevice = {
  id: deviceId,
  name: 'core-nord-1',
  address: '2001:db8:40:1::1',
  port: 8729,
  transport: 'tls',
  model: 'CCR2004-1G-12S+2XS',
  version: '7.20.8',
};

export const cover: ReportCover = {
  url: 'https://routeward.example.net/customers/acme-corp/sessions/12',
  customer: { name: 'ACME Corp', timeZone: 'Europe/Prague' },
  exportedAt: at(86_400),
  exportedBy: { name: 'Анна Соколова', role: 'admin' },
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

export type Fields = RunRow['fields'];

export const rowsOf = (fields: readonly Fields[], sentence = 0): RunRow[] =>
  fields.map((one, index) => ({ afterMs: index * 1000 + 9, sentence, fields: one }));

export function run(
  number: number,
  { action, ...parts }: Partial<RecordedRun> & Pick<RecordedRun, 'action'>,
): RecordedRun {
  const { rows = [], rowCount = rows.length, ...others } = parts;
  return {
    id: runId(number),
    device: deviceId,
    action,
    params: {},
    state: 'done',
    by: operator,
    requestedAt: at(number * 60),
    startedAt: at(number * 60 + 0.2),
    endedAt: at(number * 60 + 4.4),
    sent: [`/${action.replaceAll('.', '/')}`],
    isTruncated: false,
    fault: null,
    ...others,
    rowCount,
    rows,
  };
}

const nothing = { text: null, device: null, run: null, to: null } as const;

export const step = (kind: StepKind, parts: Partial<ToldStep> = {}): Omit<ToldStep, 'number'> => ({
  kind,
  at: at(0),
  by: operator,
  from: '198.51.100.7',
  ...nothing,
  ...parts,
});

/** A session that opened with a symptom, ran these, and did what `others` say. */
export function record(runs: readonly RecordedRun[], others: readonly Omit<ToldStep, 'number'>[] = []): SessionRecord {
  const steps = [
    step('opened', { text: 'Customers in Nord lose packets since noon.\nPhones drop calls, Привет ✓.' }),
    step('deviceAdded', { device: deviceId, at: at(5) }),
    ...runs.map(({ id, requestedAt, device: target }) => step('run', { run: id, device: target, at: requestedAt })),
    ...others,
  ];
  const closed = steps.findLast(({ kind }) => kind === 'closed');
  return {
    v: 1,
    session: {
      id: SessionId.parse(uuid(3, 1)),
      customer: CustomerSlug.parse('acme-corp'),
      number: 12,
      title: 'Packet loss in Nord since noon',
      state: closed === undefined ? 'open' : 'closed',
      openedAt: at(0),
      openedBy: operator,
      holder: operator.name,
      closedAt: closed?.at ?? null,
      cause: closed?.text ?? null,
    },
    devices: [device],
    steps: steps.map((one, index) => ({ number: index + 1, ...one })),
    runs,
  };
}

export const bytesOf = (made: SessionRecord): Uint8Array => new TextEncoder().encode(JSON.stringify(made));

/** The PDF of a record, for somebody whom nobody else is. */
export async function drawn(made: Uint8Array, about: ReportCover = cover): Promise<Uint8Array> {
  const place = takeReportPlace(randomUUID(), undefined);
  try {
    return await place.draw({ record: made, cover: about });
  } finally {
    place.leave();
  }
}
