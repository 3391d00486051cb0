import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

/** What the doors answer with, as the screens hold it. */
export type RunView = Outputs['runs']['get'];
export type RunPage = Outputs['runs']['list'];
export type ListedDevice = Outputs['devices']['get'];
export type SessionPage = Outputs['sessions']['get'];
export type SessionView = SessionPage['session'];
export type StepView = SessionPage['steps'][number];
export type SessionListPage = Outputs['sessions']['list'];
export type Holder = Outputs['sessions']['holders']['items'][number];
export type DevicePage = Outputs['devices']['list'];
export type Beat = Outputs['devices']['beats']['items'][number]['beats'][number];

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
export type StatusEvent = Told<Outputs['devices']['watchList']>;
