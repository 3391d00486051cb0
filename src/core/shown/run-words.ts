import type { Action } from '../actions/define';
import { type ActionId, actionOf, isActionId } from '../actions/index';
import { hasEnded, type RunState, type ToldRun } from '../runs';
import { visible } from './cells';

const words = {
  intended: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  unknown: 'Outcome unknown',
} as const satisfies Record<RunState, string>;

/** How a run is, in a word; one that was asked to stop and has not yet is stopping. */
export const stateWord = ({ state, isStopping }: Pick<ToldRun, 'state' | 'isStopping'>): string =>
  isStopping && !hasEnded(state) ? 'Stopping' : words[state];

/** The entry of the catalogue; null for a run of an older version of it. */
export const actionIn = ({ action }: Pick<ToldRun, 'action'>): Action | null =>
  isActionId(action) ? actionOf(action satisfies ActionId) : null;

/** `Ping 1.1.1.1`: the action's title and what it was aimed at. */
export function runTitle(run: Pick<ToldRun, 'action' | 'params'>): string {
  const title = actionIn(run)?.title ?? run.action;
  const aim = ['address', 'dst-address', 'chain', 'name']
    .map((name) => run.params[name])
    .find((value) => typeof value === 'string');
  return typeof aim === 'string' ? `${title} ${visible(aim)}` : title;
}

/** How long it has been going or took, in milliseconds; null before it began. */
export function elapsedMs({ startedAt, endedAt }: Pick<ToldRun, 'startedAt' | 'endedAt'>, now: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}
