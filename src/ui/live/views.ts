import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

/** What the doors answer with, as the screens hold it. */
export type RunView = Outputs['runs']['get'];
export type RunPage = Outputs['runs']['list'];
export type ListedDevice = DevicePage['items'][number];
/** A device on its own page. */
export type ShownDevice = Outputs['devices']['get'];
/** A device with what it can do. */
export type CapableDevice = Outputs['sessions']['get']['devices'][number];
export type OpenAlarm = NonNullable<ShownDevice['alarm']>;
export type SessionPage = Outputs['sessions']['get'];
export type SessionView = SessionPage['session'];
export type StepView = SessionPage['steps'][number];
export type SessionListPage = Outputs['sessions']['list'];
export type Holder = Outputs['sessions']['holders']['items'][number];
export type AlarmListPage = Outputs['alarms']['list'];
export type Alarm = AlarmListPage['items'][number];
export type Acknowledged = Outputs['alarms']['acknowledge'];
export type MailChoice = Outputs['alarms']['mailChoice'];
export type SnapshotPage = Outputs['snapshots']['list'];
export type SnapshotComparison = Outputs['snapshots']['changes'];
export type DevicePage = Outputs['devices']['list'];
export type AuditPage = Outputs['audit']['list'];
export type AuditSummary = NonNullable<AuditPage['summary']>;
export type AuditEntry = AuditPage['items'][number];
export type AuditEntryDetail = Outputs['audit']['entry'];
export type AuditExport = Outputs['audit']['exports']['items'][number];
export type Beat = Outputs['devices']['beats']['items'][number]['beats'][number];

export type BulkRunPage = Outputs['bulkRuns']['get'];
export type BulkRunView = BulkRunPage['bulkRun'];
export type BulkDevice = BulkRunPage['devices'][number];
export type BulkRunListPage = Outputs['bulkRuns']['list'];

/** How a device is and what it last answered: the part of a device that a live view brings anew. */
export type DeviceStatus = Pick<
  ListedDevice,
  | 'state'
  | 'since'
  | 'triedAt'
  | 'answeredAt'
  | 'faultCode'
  | 'identity'
  | 'model'
  | 'version'
  | 'cpuPercent'
  | 'uptimeSeconds'
  | 'roundTripMs'
>;

/** What one event of a live view holds, out of the type of its subscription. */
type Told<Output> = Output extends AsyncIterable<readonly [unknown, infer Event, ...unknown[]]> ? Event : never;
export type DeviceEvent = Told<Outputs['devices']['watch']>;
export type SessionEvent = Told<Outputs['sessions']['watch']>;
/** What happens to a run, on whichever screen it is followed. */
export type RunEvent = Extract<DeviceEvent, { kind: 'run' | 'rows' }>;
export type BulkEvent = Told<Outputs['bulkRuns']['watch']>;
export type AlarmEvent = Told<Outputs['alarms']['watch']>;
export type StatusEvent = Told<Outputs['devices']['watchList']>;
