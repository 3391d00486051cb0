import { type AlarmState, alarmStates } from '@/core/alarms';

/** What the address of a list of alarms keeps. */
export interface AlarmFilter {
  readonly q?: string;
  readonly state?: AlarmState;
  /** The id of a device that they are of. */
  readonly device?: string;
  /** The id of the alarm that stands for them. */
  readonly coveredBy?: string;
  readonly after?: string;
}

const isId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

/** The filter in a page's address; what is no state or no id is left out. */
export function readAlarmFilter(params: Readonly<Record<string, string | string[] | undefined>>): AlarmFilter {
  const text = (name: string): string => {
    const value = params[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const q = text('q').slice(0, 128);
  const state = alarmStates.find((known) => known === params.state);
  const [device, coveredBy, after] = [text('device'), text('coveredBy'), text('after')];
  return {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(isId(device) ? { device } : {}),
    ...(isId(coveredBy) ? { coveredBy } : {}),
    ...(after ? { after } : {}),
  };
}

export function alarmsAddress(path: string, filter: AlarmFilter): string {
  const search = new URLSearchParams();
  for (const name of ['q', 'state', 'device', 'coveredBy', 'after'] as const) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}
